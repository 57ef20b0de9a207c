"""One source for a rule: a function of a single expression, read by people, compiled for speed.

A predicate says when a rule holds::

    def actural_paid_adds_up(head, param):
        return abs(head.goodsValue + head.freight - head.acturalPaid) <= param.tolerance

``evaluate`` calls the functions one by one and names those that fail; ``compile_all`` joins the
very same expressions into one function that answers only yes or no, ``compile_one`` makes one
function of one expression. The join happens on the syntax tree, so all mean the same (a property
test holds them to it). Functions that an expression calls must be pure and total: with constant
arguments they are called once, and equal calls of several rules are made once.
"""

import ast
import copy
import inspect
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from zone_portal.kernel import parsing
from zone_portal.kernel.parsing import expression_of, parsed
from zone_portal.kernel.rules import Rule

PARAMETERS = "param"
CONSTANT_ARGUMENTS = ("tables", "today")
"""Arguments that stay the same for a whole compiled function and are bound into it."""
CANNOT_BE_COMPUTED = (ArithmeticError, TypeError, ValueError)
"""An expression that ends in one of these does not hold."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A rule with the expression that must hold for it.

    ``reads`` lists what the expression looks at, as (argument, attribute) in reading order;
    a comprehension over ``lines`` counts as reading the ``line``.
    """

    rule: Rule
    holds: Callable[..., object]
    arguments: tuple[str, ...]
    reads: tuple[tuple[str, str], ...]
    expression: ast.expr
    scope: Mapping[str, Any]


def predicate(rule: Rule, holds: Callable[..., object]) -> Predicate:
    """Read the expression of ``holds``; raises TypeError unless it is one return statement."""
    tree = parsed(textwrap.dedent(inspect.getsource(holds))).body[0]
    body = tree.body if isinstance(tree, ast.FunctionDef) else []
    statements = [s for s in body if not _is_docstring(s)]
    if len(statements) != 1 or not isinstance(statements[0], ast.Return):
        raise TypeError(f"{rule.code}: a predicate is one return statement")
    expression = statements[0].value or ast.Constant(None)
    return Predicate(
        rule=rule,
        holds=holds,
        arguments=tuple(inspect.signature(holds).parameters),
        reads=_reads(expression),
        expression=expression,
        scope=holds.__globals__,
    )


def written(rule: Rule, text: str, argument: str, scope: Mapping[str, Any]) -> Predicate:
    """A predicate of one argument from the text of its expression, as a specification gives it."""
    expression = expression_of(text)
    holds: Callable[..., object] = eval(  # noqa: S307  our own text, made from the catalogue
        f"lambda {argument}: {text}", dict(scope)
    )
    return Predicate(rule, holds, (argument,), _reads(expression), expression, scope)


def compile_all(
    predicates: Iterable[Predicate],
    *,
    arguments: Sequence[str],
    parameters: Mapping[str, SimpleNamespace],
    constants: Mapping[str, Any],
    each: tuple[str, ...] | None = ("line", "lines"),
) -> Callable[..., bool]:
    """One function of ``arguments`` that is true when every predicate holds.

    ``parameters`` maps rule codes to their settings; ``constants`` binds ``tables`` and
    ``today``; ``each`` names the arguments that are looped over together and, last, their
    collection.
    """
    judge = _Joiner(arguments, parameters, constants, each)
    body = [*judge.statements(predicates, _returns(False)), ast.Return(ast.Constant(True))]
    return _function(arguments, body, ast.Return(ast.Constant(False)), judge.scope)


def compile_ranked(
    groups: Sequence[Iterable[Predicate]],
    *,
    arguments: Sequence[str],
    parameters: Mapping[str, SimpleNamespace],
    constants: Mapping[str, Any],
    each: tuple[str, ...] | None = ("line", "lines"),
) -> Callable[..., int]:
    """One function that says how far its arguments come: 0 when a predicate of the first group
    does not hold, 1 for the second …, and the number of groups when all hold."""
    judge = _Joiner(arguments, parameters, constants, each)
    body: list[ast.stmt] = []
    for rank, group in enumerate(groups):
        body += judge.statements(group, _returns(rank))
    body.append(ast.Return(ast.Constant(len(groups))))
    return _function(arguments, body, ast.Return(ast.Constant(0)), judge.scope)


def compile_which(
    predicates: Sequence[Predicate],
    *,
    arguments: Sequence[str],
    parameters: Mapping[str, SimpleNamespace],
    constants: Mapping[str, Any],
) -> Callable[..., list[tuple[int, Any]] | None]:
    """One function that lists what does not hold, as (place in ``predicates``, line or None).

    It answers None where an expression cannot be computed: the caller asks one by one then.
    """
    judge = _Joiner(arguments, parameters, constants, ("line", "lines"))
    body = [
        ast.Assign([ast.Name("broken", ast.Store())], ast.List([], ast.Load())),
        *judge.statements(predicates, _appends),
        ast.Return(ast.Name("broken", ast.Load())),
    ]
    return _function(arguments, body, ast.Return(ast.Constant(None)), judge.scope)


_Consequence = Callable[[int, bool], ast.stmt]
"""The statement for a predicate that does not hold: by its place, and whether it is of a line."""


def _returns(value: int) -> _Consequence:
    return lambda place, of_line: ast.Return(ast.Constant(value))


def _appends(place: int, of_line: bool) -> ast.stmt:
    line = "line" if of_line else "None"
    return parsed(f"broken.append(({place}, {line}))").body[0]


class _Joiner:
    """Joins predicates into statements over one scope: those of the head first, then the loop."""

    def __init__(
        self,
        arguments: Sequence[str],
        parameters: Mapping[str, SimpleNamespace],
        constants: Mapping[str, Any],
        each: tuple[str, ...] | None,
    ) -> None:
        self.scope: dict[str, Any] = {}
        self._arguments = arguments
        self._parameters = parameters
        self._constants = constants
        *self._names, self._collection = each or ("",)
        self._joined = 0

    def statements(
        self, predicates: Iterable[Predicate], consequence: _Consequence
    ) -> list[ast.stmt]:
        plain: list[tuple[ast.expr, ast.stmt]] = []
        looped: list[tuple[ast.expr, ast.stmt]] = []
        names = self._names
        for place, item in enumerate(predicates):
            expression = _Binder(item, self.scope, self._parameters, self._constants).bound()
            in_loop = not set(names).isdisjoint(item.arguments)
            found = expression, consequence(place, in_loop)
            (looped if in_loop else plain).append(found)
        self._joined += 1
        body = _refusals(plain, self.scope, self._arguments, f"shared_{self._joined}")
        if looped:
            targets: list[ast.expr] = [ast.Name(name, ast.Store()) for name in names]
            target = ast.Tuple(targets, ast.Store()) if len(targets) > 1 else targets[0]
            within = (*self._arguments, *names)
            inner = _refusals(looped, self.scope, within, f"of_line_{self._joined}")
            items = ast.Name(self._collection, ast.Load())
            body.append(ast.For(target=target, iter=items, body=inner, orelse=[]))
        return body


def compile_one(
    item: Predicate,
    *,
    arguments: Sequence[str],
    parameters: Mapping[str, SimpleNamespace],
    constants: Mapping[str, Any],
) -> Callable[..., bool]:
    """One predicate as a function of ``arguments``, settings and constants bound into it."""
    scope: dict[str, Any] = {}
    expression = _Binder(item, scope, parameters, constants).bound()
    holds = ast.Call(func=ast.Name("bool", ast.Load()), args=[expression], keywords=[])
    return _function(arguments, [ast.Return(holds)], ast.Return(ast.Constant(False)), scope)


def evaluate(
    item: Predicate, values: Mapping[str, Any], parameters: Mapping[str, SimpleNamespace]
) -> bool:
    """Whether one predicate holds; an expression that cannot be computed does not hold."""
    given = dict(values)
    given[PARAMETERS] = parameters.get(item.rule.code)
    try:
        return bool(item.holds(**{name: given[name] for name in item.arguments}))
    except CANNOT_BE_COMPUTED:
        return False


def _function(
    arguments: Sequence[str], body: list[ast.stmt], otherwise: ast.stmt, scope: dict[str, Any]
) -> Callable[..., Any]:
    scope["CANNOT_BE_COMPUTED"] = CANNOT_BE_COMPUTED
    failed = ast.ExceptHandler(ast.Name("CANNOT_BE_COMPUTED", ast.Load()), None, [otherwise])
    function = ast.FunctionDef(
        name="compiled",
        args=ast.arguments(
            posonlyargs=[],
            args=[ast.arg(name) for name in arguments],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[],
        ),
        body=[ast.Try(body=body, handlers=[failed], orelse=[], finalbody=[])],
        decorator_list=[],
    )
    module = ast.fix_missing_locations(ast.Module(body=[function], type_ignores=[]))
    exec(parsing.compiled(module, "<compiled rules>"), scope)  # noqa: S102
    compiled: Callable[..., Any] = scope["compiled"]
    return compiled


def _refusals(
    expressions: list[tuple[ast.expr, ast.stmt]],
    scope: Mapping[str, Any],
    arguments: Sequence[str],
    prefix: str,
) -> list[ast.stmt]:
    """``if not …: consequence`` for each; calls that come more than once are made once."""
    calls = [[*_calls(e, scope, arguments)] for e, _ in expressions]
    often = Counter(ast.dump(call) for found in calls for call in found)
    names: dict[str, str] = {}
    statements: list[ast.stmt] = []
    for (expression, refusal), found in zip(expressions, calls, strict=True):
        for call in found:
            text = ast.dump(call)
            if often[text] > 1 and text not in names:
                names[text] = f"{prefix}_{len(names)}"
                target = ast.Name(names[text], ast.Store())
                statements.append(ast.Assign([target], copy.deepcopy(call)))
        test = ast.UnaryOp(op=ast.Not(), operand=_Shared(names).visit(expression))
        statements.append(ast.If(test=test, body=[refusal], orelse=[]))
    return statements


def _calls(
    expression: ast.expr, scope: Mapping[str, Any], arguments: Sequence[str]
) -> Iterator[ast.Call]:
    """The calls of the rules' own functions on nothing but arguments and constants."""
    known = {*arguments, *scope}
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in scope:
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
            used = {n.id for value in values for n in ast.walk(value) if isinstance(n, ast.Name)}
            if used <= known:
                yield node


class _Shared(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit_Call(self, node: ast.Call) -> ast.expr:
        name = self._names.get(ast.dump(node))
        if name is not None:
            return ast.Name(name, ast.Load())
        self.generic_visit(node)
        return node


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _reads(expression: ast.expr) -> tuple[tuple[str, str], ...]:
    found = [
        (node.lineno, node.col_offset, node.value.id, node.attr)
        for node in ast.walk(expression)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    ]
    return tuple(dict.fromkeys((name, attribute) for _, _, name, attribute in sorted(found)))


class _Binder(ast.NodeTransformer):
    """Rewrites one expression so that it stands on its own inside the compiled function."""

    def __init__(
        self,
        item: Predicate,
        scope: dict[str, Any],
        parameters: Mapping[str, SimpleNamespace],
        constants: Mapping[str, Any],
    ) -> None:
        self._item = item
        self._scope = scope
        self._parameters = parameters.get(item.rule.code)
        self._constants = constants
        self._local = {
            node.id
            for node in ast.walk(item.expression)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }

    def bound(self) -> ast.expr:
        bound: ast.expr = self.visit(copy.deepcopy(self._item.expression))
        return bound

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """``param.x``, ``tables.x`` become one global each: a look-up less on every document."""
        if isinstance(node.value, ast.Name) and node.value.id in self._item.arguments:
            if node.value.id == PARAMETERS:
                return self._global(node.attr, getattr(self._parameters, node.attr))
            if node.value.id in CONSTANT_ARGUMENTS:
                return self._global(node.attr, getattr(self._constants[node.value.id], node.attr))
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self._local:
            return node
        if node.id in CONSTANT_ARGUMENTS and node.id in self._item.arguments:
            return self._global(node.id, self._constants[node.id])
        if node.id not in self._item.arguments and node.id in self._item.scope:
            return self._global(node.id, self._item.scope[node.id])
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """A call of a rule's function with constant arguments becomes its answer."""
        self.generic_visit(node)
        if not isinstance(node.func, ast.Name) or node.func.id not in self._scope or node.keywords:
            return node
        values = [self._constant(argument) for argument in node.args]
        if any(value is _UNKNOWN for value in values):
            return node
        return self._global(f"{node.func.id}_answer", self._scope[node.func.id](*values))

    def _constant(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return self._scope.get(node.id, _UNKNOWN)
        return _UNKNOWN

    def _global(self, name: str, value: Any) -> ast.expr:
        """A global that holds ``value``; the same object keeps the same name."""
        free, number = f"{name}__", 1
        while free in self._scope and self._scope[free] is not value:
            number += 1
            free = f"{name}__{number}"
        self._scope[free] = value
        return ast.Name(free, ast.Load())


_UNKNOWN = object()
