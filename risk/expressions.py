"""The language of rules: comparisons and sums over named facts and thresholds. Pure.

A rule is text, ``person.phones_30d >= phones and not decl.one_sender``: a name with a dot is a
fact, a name without one a threshold of the rule. The text is read once, checked against what facts
there are and of what type, and becomes closures; nothing of it is ever executed as Python.

A fact without a value makes whatever needs it unknown (None): unknown is neither true nor false,
so ``a and b`` is false when one is false, and unknown when one is unknown and none false. Dividing
by zero raises ZeroDivisionError, for the caller to say that the rule is broken.
"""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from zone_portal.kernel.parsing import expression_of

NUMBER: Final = "number"
TEXT: Final = "text"
FLAG: Final = "flag"
LIST: Final = "list"
LONGEST: Final = 1000
"""Characters of an expression at most."""

Facts = Sequence[Any]
"""Values in the order of the register of facts: float, str, bool or None."""
Run = Callable[[Facts], Any]


class ExpressionRefused(ValueError):
    """The text is no expression of the language. ``code`` says why, ``at`` names the culprit."""

    def __init__(self, code: str, at: str = "") -> None:
        super().__init__(f"{code}: {at}" if at else code)
        self.code, self.at = code, at


@dataclass(frozen=True, slots=True)
class Known:
    """Where a fact stands in the sequence of values, and of what type it is."""

    place: int
    type: str


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression ready to run: its type, the facts and thresholds that it names, sorted."""

    text: str
    type: str
    run: Run
    facts: tuple[str, ...]
    thresholds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    type: str
    run: Run
    constant: Any = None


def compiled(
    text: str, known: Mapping[str, Known], thresholds: Mapping[str, float | str]
) -> Expression:
    """``text`` as closures over the facts ``known`` with these thresholds.

    A threshold that is text is a list of codes separated by blanks.

    :raises ExpressionRefused: ``unreadable``, ``too_long``, ``unknown_fact``,
        ``unknown_threshold``, ``not_allowed``, ``wrong_type``.
    """
    if len(text) > LONGEST:
        raise ExpressionRefused("too_long")
    try:
        tree = expression_of(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionRefused("unreadable") from None
    reader = _Reader(known, thresholds)
    part = reader.read(tree)
    return Expression(
        text, part.type, part.run, tuple(sorted(reader.facts)), tuple(sorted(reader.used))
    )


class _Reader:
    """Reads one tree; remembers what it named."""

    def __init__(self, known: Mapping[str, Known], thresholds: Mapping[str, float | str]) -> None:
        self.known, self.thresholds = known, thresholds
        self.facts: set[str] = set()
        self.used: set[str] = set()

    def read(self, node: ast.expr) -> _Part:
        """The part that a node of the tree means."""
        reader = getattr(self, f"_read_{type(node).__name__.lower()}", None)
        if reader is None:
            raise ExpressionRefused("not_allowed", type(node).__name__)
        part: _Part = reader(node)
        return part

    def _read_boolop(self, node: ast.BoolOp) -> _Part:
        runs = tuple(self._of(FLAG, value).run for value in node.values)
        return _Part(FLAG, _all(runs) if isinstance(node.op, ast.And) else _any(runs))

    def _read_unaryop(self, node: ast.UnaryOp) -> _Part:
        if isinstance(node.op, ast.Not):
            return _Part(FLAG, _mapped(operator.not_, self._of(FLAG, node.operand).run))
        if not isinstance(node.op, ast.USub):
            raise ExpressionRefused("not_allowed", type(node.op).__name__)
        part = self._of(NUMBER, node.operand)
        if part.constant is not None:
            return _constant(NUMBER, -part.constant)
        return _Part(NUMBER, _mapped(operator.neg, part.run))

    def _read_binop(self, node: ast.BinOp) -> _Part:
        change = _SUMS.get(type(node.op))
        if change is None:
            raise ExpressionRefused("not_allowed", type(node.op).__name__)
        left, right = self._of(NUMBER, node.left), self._of(NUMBER, node.right)
        return _Part(NUMBER, _both(change, left.run, right.run))

    def _read_constant(self, node: ast.Constant) -> _Part:
        return _written(node.value)

    def _read_attribute(self, node: ast.Attribute) -> _Part:
        if not isinstance(node.value, ast.Name):
            raise ExpressionRefused("not_allowed", ast.unparse(node))
        name = f"{node.value.id}.{node.attr}"
        if name not in self.known:
            raise ExpressionRefused("unknown_fact", name)
        self.facts.add(name)
        return _Part(self.known[name].type, operator.itemgetter(self.known[name].place))

    def _read_name(self, node: ast.Name) -> _Part:
        if node.id not in self.thresholds:
            raise ExpressionRefused("unknown_threshold", node.id)
        self.used.add(node.id)
        value = self.thresholds[node.id]
        if isinstance(value, str):
            return _constant(LIST, frozenset(value.split()))
        return _constant(NUMBER, float(value))

    def _read_tuple(self, node: ast.Tuple) -> _Part:
        parts = [self.read(element) for element in node.elts]
        if any(part.constant is None or part.type == LIST for part in parts):
            raise ExpressionRefused("not_allowed", "list")
        return _constant(LIST, frozenset(part.constant for part in parts))

    def _of(self, wanted: str, node: ast.expr) -> _Part:
        part = self.read(node)
        if part.type != wanted:
            raise ExpressionRefused("wrong_type", ast.unparse(node))
        return part

    def _read_compare(self, node: ast.Compare) -> _Part:
        sides = [self.read(side) for side in (node.left, *node.comparators)]
        runs = []
        for index, op in enumerate(node.ops):
            left, right = sides[index], sides[index + 1]
            if isinstance(op, ast.In | ast.NotIn):
                if right.type != LIST or left.type not in (TEXT, NUMBER):
                    raise ExpressionRefused("wrong_type", ast.unparse(node))
                runs.append(_within(left.run, right.constant, isinstance(op, ast.In)))
                continue
            same = left.type == right.type != LIST
            if not same or (type(op) in _ORDERS and left.type != NUMBER):
                raise ExpressionRefused("wrong_type", ast.unparse(node))
            compare = _ORDERS.get(type(op)) or _EQUALS.get(type(op))
            if compare is None:
                raise ExpressionRefused("not_allowed", type(op).__name__)
            runs.append(_compared(compare, left, right))
        return _Part(FLAG, runs[0] if len(runs) == 1 else _all(tuple(runs)))

    def _read_call(self, node: ast.Call) -> _Part:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        called = (name, len(node.args))
        if node.keywords or not node.args:
            raise ExpressionRefused("not_allowed", f"{name}()")
        if name in ("min", "max"):
            runs = tuple(self._of(NUMBER, arg).run for arg in node.args)
            return _Part(NUMBER, _chosen(min if name == "min" else max, runs))
        if called == ("abs", 1):
            return _Part(NUMBER, _mapped(abs, self._of(NUMBER, node.args[0]).run))
        if called == ("known", 1):
            run = self.read(node.args[0]).run
            return _Part(FLAG, lambda facts: run(facts) is not None)
        if called == ("starts", 2):
            return self._starts(*node.args)
        raise ExpressionRefused("not_allowed", f"{name}()")

    def _starts(self, text: ast.expr, start: ast.expr) -> _Part:
        inner, wanted = self._of(TEXT, text).run, self._of(TEXT, start).constant
        if wanted is None:
            raise ExpressionRefused("not_allowed", "starts()")
        return _Part(FLAG, _mapped(lambda value: value.startswith(wanted), inner))


_SUMS: Final[Mapping[type, Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_ORDERS: Final[Mapping[type, Callable[[Any, Any], Any]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_EQUALS: Final[Mapping[type, Callable[[Any, Any], Any]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def _constant(type_: str, value: Any) -> _Part:
    return _Part(type_, lambda facts: value, value)


def _written(value: Any) -> _Part:
    if isinstance(value, bool):
        return _constant(FLAG, value)
    if isinstance(value, int | float) and abs(value) < 1e15:
        return _constant(NUMBER, float(value))
    if isinstance(value, str):
        return _constant(TEXT, value)
    raise ExpressionRefused("not_allowed", repr(value)[:40])


def _all(runs: tuple[Run, ...]) -> Run:
    def run(facts: Facts) -> bool | None:
        outcome: bool | None = True
        for part in runs:
            value = part(facts)
            if value is None:
                outcome = None
            elif not value:
                return False
        return outcome

    return run


def _any(runs: tuple[Run, ...]) -> Run:
    def run(facts: Facts) -> bool | None:
        outcome: bool | None = False
        for part in runs:
            value = part(facts)
            if value is None:
                outcome = None
            elif value:
                return True
        return outcome

    return run


def _mapped(change: Callable[[Any], Any], inner: Run) -> Run:
    def run(facts: Facts) -> Any:
        value = inner(facts)
        return None if value is None else change(value)

    return run


def _both(change: Callable[[Any, Any], Any], left: Run, right: Run) -> Run:
    def run(facts: Facts) -> Any:
        one = left(facts)
        if one is None:
            return None
        other = right(facts)
        return None if other is None else change(one, other)

    return run


def _compared(compare: Callable[[Any, Any], Any], left: _Part, right: _Part) -> Run:
    """Against a constant, as nearly all comparisons are, one call less."""
    if right.constant is None:
        return _both(compare, left.run, right.run)
    limit, inner = right.constant, left.run

    def run(facts: Facts) -> Any:
        value = inner(facts)
        return None if value is None else compare(value, limit)

    return run


def _chosen(choose: Callable[..., Any], runs: tuple[Run, ...]) -> Run:
    def run(facts: Facts) -> Any:
        values = [part(facts) for part in runs]
        return None if None in values else choose(values)

    return run


def _within(inner: Run, values: frozenset[Any], wanted: bool) -> Run:
    def run(facts: Facts) -> Any:
        value = inner(facts)
        return None if value is None else (value in values) is wanted

    return run
