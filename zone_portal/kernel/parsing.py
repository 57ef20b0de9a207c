"""Reading and compiling Python's syntax trees, one thread at a time.

CPython 3.11 to 3.13 count the depth of a tree in one place for all threads: two that read at once
may end in ``SystemError: AST constructor recursion depth mismatch``, measured with two web threads
that met the first message of a day together.
"""

import ast
import threading
from types import CodeType

_one_at_a_time = threading.RLock()


def parsed(text: str) -> ast.Module:
    """The tree of statements; raises what ``ast.parse`` raises."""
    with _one_at_a_time:
        return ast.parse(text)


def expression_of(text: str) -> ast.expr:
    """The tree of one expression; raises what ``ast.parse`` raises."""
    with _one_at_a_time:
        return ast.parse(text, mode="eval").body


def compiled(module: ast.Module, name: str) -> CodeType:
    """The code of a tree; ``name`` stands for its file in tracebacks."""
    with _one_at_a_time:
        code: CodeType = compile(module, name, "exec")
        return code
