"""Runs the author's test cells in a kernel that a stranger's cells have run in before, and says what was really run.

Not through the shell: its transformers, hooks and methods are the stranger's to change. A test is read and compiled
here, statement by statement, with what builtins and libraries of tests were at the start. The same process can't be
made safe from somebody who knows this file; what works against any nbgrader course is closed (docs/sandbox.md).
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import inspect
import sys
import threading
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from IPython.core.displayhook import DisplayHook
from IPython.core.inputtransformer2 import TransformerManager

EXAMINED = "autograder"
"""Name of the user expression that asks for an examination; its value is a number used once."""

# What tests lean on: attributes of these modules and classes are put back before every test.
MODULES = ("builtins", "math", "cmath", "statistics", "operator", "functools", "itertools", "collections", "re", "json",
           "numpy", "numpy.testing", "numpy.testing._private.utils", "numpy.linalg", "pandas", "pandas.testing",
           "pandas._testing", "pandas._testing.asserters", "unittest", "unittest.case", "ast", "inspect")  # fmt: skip
CLASSES = (
    ("pandas.core.generic", "NDFrame"),
    ("pandas", "DataFrame"),
    ("pandas", "Series"),
    ("pandas", "Index"),
    ("unittest.case", "TestCase"),
)
HOOKS = ("input_transformers_post", "input_transformers_cleanup", "ast_transformers", "custom_exceptions")
FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_compile, _eval, _repr, _len, _str, _type = compile, eval, repr, len, str, type
_settrace, _setprofile = sys.settrace, sys.setprofile
_quiet = DisplayHook.semicolon_at_end_of_expression


class Examiner:
    """Made before any cell has run."""

    def __init__(self, shell: Any):
        self.shell, self.names = shell, shell.user_ns
        self.reading = TransformerManager()
        self.hooks = {name: _listed(shell, name) for name in HOOKS}
        self.methods = _methods(type(shell))
        self.own = set(vars(shell))
        self.kept = [(sys.modules[name], _callables(sys.modules[name])) for name in MODULES if name in sys.modules]
        for module, name in CLASSES:
            found = getattr(sys.modules.get(module), name, None)
            if found is not None:
                self.kept.append((found, _callables(found)))

    async def run(self, code: str, number: str) -> dict[str, Any]:
        """One test cell → the content of its reply, with a receipt among the user expressions."""
        shell, done, text, error = self.shell, 0, None, None
        changed = self.restore()
        body: list[ast.stmt] = []
        try:
            source = self.reading.transform_cell(code)
            name = self._file_name(source, code)
            body = _compile(source, name, "exec", FLAGS | ast.PyCF_ONLY_AST).body
            for statement in body:
                _settrace(None)
                _setprofile(None)
                shows = statement is body[-1] and isinstance(statement, ast.Expr)
                tree = ast.Expression(statement.value) if shows else ast.Module([statement], [])
                made = _compile(tree, name, "eval" if shows else "exec", FLAGS)
                value = _eval(made, self.names)
                if made.co_flags & inspect.CO_COROUTINE:
                    value = await value
                if shows and value is not None and not _quiet(source):
                    text = _repr(value)[:1_000]
                    self._show(value)
                done += 1
        except BaseException as found:  # SystemExit and KeyboardInterrupt end a test as any error does
            error = found
        reply: dict[str, Any] = {"status": "ok", "payload": []}
        if error is not None:
            reply |= {"status": "error", "ename": _type(error).__name__, "evalue": _said(error)}
            reply["traceback"] = self._traceback(error)
        with contextlib.suppress(BaseException):
            sys.modules["matplotlib_inline.backend_inline"].flush_figures()
        with contextlib.suppress(BaseException):
            shell.execution_count += 1
        receipt = {"number": number, "done": done, "text": text, "changed": changed[:20]}
        return reply | {"execution_count": self._count() - 1, "user_expressions": {EXAMINED: receipt}}

    def restore(self) -> list[str]:
        """Puts back what tests lean on; names what was changed."""
        _settrace(None)
        _setprofile(None)
        threading.settrace(None)
        threading.setprofile(None)
        changed = []
        if self.names.get("__builtins__") not in (builtins, vars(builtins)):
            changed.append("__builtins__")
        self.names["__builtins__"] = builtins
        for owner, kept in self.kept:
            for name, value in kept.items():
                if vars(owner).get(name) is not value:
                    with contextlib.suppress(Exception):
                        setattr(owner, name, value)
                        changed.append(f"{owner.__name__}.{name}")
            for name in [name for name in vars(owner) if name not in kept and _inherited(owner, name)]:
                with contextlib.suppress(Exception):
                    delattr(owner, name)
                    changed.append(f"{owner.__name__}.{name}")
        for name in HOOKS:
            if _listed(self.shell, name) != self.hooks[name]:
                changed.append(name)
        now, hidden = _methods(_type(self.shell)), set(vars(self.shell)) - self.own
        for name, method in self.methods.items():
            if now.get(name) is not method or name in hidden:
                changed.append(f"shell.{name}")
        return changed

    def _file_name(self, source: str, code: str) -> str:
        """A name by which a traceback finds the lines of the cell."""
        with contextlib.suppress(BaseException):
            return _str(self.shell.compile.cache(source, self._count(), raw_code=code))
        return "<test>"

    def _count(self) -> int:
        count = vars(self.shell).get("_trait_values", {}).get("execution_count", 1)
        return count if isinstance(count, int) else 1

    def _show(self, value: Any) -> None:
        with contextlib.suppress(BaseException):
            self.shell.displayhook(value)

    def _traceback(self, error: BaseException) -> list[str]:
        with contextlib.suppress(BaseException):
            self.shell.showtraceback((_type(error), error, error.__traceback__))
            return [_str(line) for line in self.shell._last_traceback or ()]
        return []


class ExaminedKernel(IPythonKernel):
    """A kernel whose client may ask for an examination; every other request goes the usual way."""

    _examine = None

    async def do_execute(self, code, silent, store_history=True, user_expressions=None, allow_stdin=False, *,
                         cell_meta=None, cell_id=None):  # fmt: skip
        if self._examine is None:  # before the first cell
            self._examine = Examiner(self.shell).run
        number = (user_expressions or {}).get(EXAMINED)
        if number:
            return await self._examine(code, number)
        return await super().do_execute(
            code, silent, store_history, user_expressions, allow_stdin, cell_meta=cell_meta, cell_id=cell_id
        )


def _callables(owner: Any) -> dict[str, Any]:
    """What may be called of a module or class (for a class, plain methods of its own)."""
    return {name: value for name, value in vars(owner).items() if callable(value) and not name.startswith("_ip")}


def _methods(kind: type) -> dict[str, Any]:
    """Methods of a class and its bases."""
    found: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        found |= {name: value for name, value in vars(base).items() if inspect.isfunction(value)}
    return found


def _inherited(owner: Any, name: str) -> bool:
    """Whether a new attribute of a class hides a callable of its bases."""
    bases = owner.__mro__[1:] if isinstance(owner, type) else ()
    return callable(vars(owner)[name]) and any(name in vars(base) for base in bases)


def _listed(shell: Any, name: str) -> list[Any]:
    with contextlib.suppress(BaseException):
        return list(getattr(shell, name))
    return ["?"]


def _said(error: BaseException) -> str:
    with contextlib.suppress(BaseException):
        return _str(error)[:2_000]
    return ""
