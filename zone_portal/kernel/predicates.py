"""One source for a rule: a function of a single expression, read by people, compiled for speed.

A predicate says when a rule holds::

    def actural_paid_adds_up(head, param):
        return abs(head.goodsValue + head.freight - head.acturalPaid) <= param.tolerance

``evaluate`` calls the functions one by one and names those that fail; ``compile_all`` joins the
very same expressions into one function that answers only yes or no. The join happens on the
syntax tree, so both always mean the same (a property test holds them to it).
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from zone_portal.kernel.rules import Rule

PARAMETERS = "param"
CONSTANT_ARGUMENTS = ("tables", "today")
"""Arguments that stay the same for a whole compiled function and are bound into it."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A rule with the expression that must hold for it.

    ``reads`` lists what the expression looks at, as (argument, attribute) in reading order;
    a comprehension over ``lines`` counts as reading the ``line``.
    """

    rule: Rule
    holds: Callable[..., bool]
    arguments: tuple[str, ...]
    reads: tuple[tuple[str, str], ...]
    expression: ast.expr


def predicate(rule: Rule, holds: Callable[..., bool]) -> Predicate:
    """Read the expression of ``holds``; raises TypeError unless it is one return statement."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(holds))).body[0]
    body = tree.body if isinstance(tree, ast.FunctionDef) else []
    statements = [s for s in body if not _is_docstring(s)]
    if len(statements) != 1 or not isinstance(statements[0], ast.Return):
        raise TypeError(f"{rule.code}: a predicate is one return statement")
    expression = statements[0].value
    assert expression is not None
    return Predicate(
        rule=rule,
        holds=holds,
        arguments=tuple(inspect.signature(holds).parameters),
        reads=_reads(expression),
        expression=expression,
    )


def compile_all(
    predicates: Iterable[Predicate],
    *,
    arguments: Sequence[str],
    parameters: Mapping[str, SimpleNamespace],
    constants: Mapping[str, Any],
    each: tuple[str, str] | None = ("line", "lines"),
) -> Callable[..., bool]:
    """One function of ``arguments`` that is true when every predicate holds.

    ``parameters`` maps rule codes to their settings; ``constants`` binds ``tables`` and
    ``today``; ``each`` names the argument that is looped over and its collection.
    Arithmetic errors (NaN, infinity) escape as ArithmeticError: the caller takes them as "no".
    """
    scope: dict[str, Any] = {}
    plain: list[ast.stmt] = []
    looped: list[ast.stmt] = []
    for item in predicates:
        expression = _Binder(item, scope, parameters, constants).bound()
        in_loop = each is not None and each[0] in item.arguments
        (looped if in_loop else plain).append(_return_false_unless(expression))
    body = plain
    if looped and each is not None:
        target = ast.Name(each[0], ast.Store())
        collection = ast.Name(each[1], ast.Load())
        body = [*plain, ast.For(target=target, iter=collection, body=looped, orelse=[])]
    body.append(ast.Return(ast.Constant(True)))
    function = ast.FunctionDef(
        name="accept",
        args=ast.arguments(
            posonlyargs=[],
            args=[ast.arg(name) for name in arguments],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[],
        ),
        body=body,
        decorator_list=[],
    )
    module = ast.fix_missing_locations(ast.Module(body=[function], type_ignores=[]))
    exec(compile(module, "<compiled rules>", "exec"), scope)  # noqa: S102
    accept: Callable[..., bool] = scope["accept"]
    return accept


def evaluate(
    item: Predicate, values: Mapping[str, Any], parameters: Mapping[str, SimpleNamespace]
) -> bool:
    """Whether one predicate holds; an expression that cannot be computed does not hold."""
    given = dict(values)
    given[PARAMETERS] = parameters.get(item.rule.code)
    try:
        return bool(item.holds(**{name: given[name] for name in item.arguments}))
    except (ArithmeticError, TypeError, ValueError):
        return False


def _return_false_unless(expression: ast.expr) -> ast.stmt:
    test = ast.UnaryOp(op=ast.Not(), operand=expression)
    return ast.If(test=test, body=[ast.Return(ast.Constant(False))], orelse=[])


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _reads(expression: ast.expr) -> tuple[tuple[str, str], ...]:
    found: dict[tuple[str, str], None] = {}
    for node in ast.walk(expression):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found[(node.value.id, node.attr)] = None
    return tuple(found)


class _Binder(ast.NodeTransformer):
    """Rewrites one expression so that it stands on its own inside the joined function."""

    def __init__(
        self,
        item: Predicate,
        scope: dict[str, Any],
        parameters: Mapping[str, SimpleNamespace],
        constants: Mapping[str, Any],
    ) -> None:
        self._item = item
        self._scope = scope
        self._prefix = "".join(c if c.isalnum() else "_" for c in item.rule.code)
        self._parameters = parameters.get(item.rule.code)
        self._constants = constants
        self._local = {
            node.id
            for node in ast.walk(item.expression)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }

    def bound(self) -> ast.expr:
        copy = ast.parse(ast.unparse(self._item.expression), mode="eval").body
        bound: ast.expr = self.visit(copy)
        return bound

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:  # noqa: N802
        """``param.x``, ``tables.x`` become one global each: a look-up less on every document."""
        if isinstance(node.value, ast.Name) and node.value.id in self._item.arguments:
            if node.value.id == PARAMETERS:
                return self._global(
                    f"{self._prefix}__{node.attr}", getattr(self._parameters, node.attr)
                )
            if node.value.id in CONSTANT_ARGUMENTS:
                value = getattr(self._constants[node.value.id], node.attr)
                return self._global(f"{node.value.id}__{node.attr}", value)
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:  # noqa: N802
        if node.id in self._local:
            return node
        if node.id in CONSTANT_ARGUMENTS and node.id in self._item.arguments:
            return self._global(node.id, self._constants[node.id])
        if node.id in self._item.arguments:
            return node
        outer = self._item.holds.__globals__
        if node.id in outer:
            return self._global(f"{self._prefix}__{node.id}", outer[node.id])
        return node

    def _global(self, name: str, value: Any) -> ast.expr:
        self._scope[name] = value
        return ast.Name(name, ast.Load())
