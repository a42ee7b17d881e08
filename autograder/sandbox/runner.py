"""Running cells one after another and saying what came out, inside a child of the zygote; no process, no files.

Reads one JSON line a cell, answers each with one JSON line. A cell's value is the value of its last expression (or of
the name its last line assigns), as JSON of limited size. Knows nothing of keys, gradebook or other submissions.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import json
import math
from typing import Any, TextIO

MAX_MESSAGE = 300
_compile, _eval, _exec = compile, eval, exec  # a cell that replaces them does so for itself


class Unusable(Exception):
    """A value that can't be handed back; the message is a Russian phrase."""


def fresh_names() -> dict[str, Any]:
    """The names a notebook begins with; what it prints goes nowhere."""
    names: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
    names["display"] = names["print"] = lambda *args, **kwargs: None
    return names


def serve(orders: TextIO, replies: TextIO, names: dict[str, Any] | None, limit: int) -> None:
    """Runs cells as they come. What is needed to reply is kept aside: cells may replace anything else."""
    names = fresh_names() if names is None else names
    dumps, loads, write, flush = json.dumps, json.loads, replies.write, replies.flush
    for line in orders:
        order = loads(line)
        reply = run_cell(order["source"], names, order["wanted"], limit)
        reply["token"] = order["token"]
        write(dumps(reply, allow_nan=False) + "\n")
        flush()


def work(function: str, content: bytes, replies: TextIO, limit: int) -> None:
    """Calls `module:function` with the bytes of a file and writes `{"value", "error"}`; the error is for logs."""
    module, _, name = function.partition(":")
    try:
        called = importlib.import_module(module)
        for part in name.split("."):
            called = getattr(called, part)
        reply = {"value": _checked(called(content), limit), "error": ""}
    except BaseException as error:
        reply = {"value": None, "error": _said(error)}
    replies.write(json.dumps(reply) + "\n")
    replies.flush()


def run_cell(source: str, names: dict, wanted: bool, limit: int) -> dict:
    """Executes one cell in `names` → `{"value", "error"}`; the value only when it is wanted."""
    try:
        body, last = _split(source)
        _exec(_compile(body, "<ваша ячейка>", "exec"), names)
        value = _eval(_compile(last, "<ваша ячейка>", "eval"), names) if last is not None else None
        return {"value": _checked(value, limit) if wanted else None, "error": ""}
    except Unusable as error:
        return {"value": None, "error": f"Ответ вашей ячейки не годится: {error}."}
    except MemoryError:
        return {"value": None, "error": "Вашей ячейке не хватило памяти: обрабатывайте меньше данных за раз."}
    except BaseException as error:  # SystemExit and KeyboardInterrupt of the participant's code are errors too
        return {"value": None, "error": f"Ошибка в вашей ячейке: {_said(error)}"}


def jsonable(value, depth: int = 0):
    """A value as plain JSON types; numpy and pandas are recognised by what they can do. Raises Unusable."""
    if value is None or isinstance(value, (bool, str)):
        return bool(value) if isinstance(value, bool) else None if value is None else str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Unusable(f"получилось «{value}», а не число")
        return float(value)
    if depth > 5:
        raise Unusable("слишком глубокая вложенность")
    if isinstance(value, dict):
        return {str(jsonable(name)): jsonable(item, depth + 1) for name, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [jsonable(item, depth + 1) for item in value]
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        return jsonable(value.item(), depth + 1)
    if hasattr(value, "to_dict"):
        return jsonable(value.to_dict(), depth + 1)
    if hasattr(value, "tolist"):
        return jsonable(value.tolist(), depth + 1)
    raise Unusable(f"последняя строка даёт «{type(value).__name__}», а нужно число, текст или список")


def _checked(value, limit: int):
    value = jsonable(value)
    if len(json.dumps(value)) > limit:
        raise Unusable("он слишком большой")
    return value


def _split(source: str):
    """A cell without notebook magics → statements and the last expression."""
    lines = ["" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines()]
    tree = _compile("\n".join(lines), "<ваша ячейка>", "exec", ast.PyCF_ONLY_AST)
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        tree.body.pop()
        return tree, ast.Expression(last.value)
    if isinstance(last, (ast.Assign, ast.AnnAssign)):
        target = last.targets[0] if isinstance(last, ast.Assign) else last.target
        if isinstance(target, ast.Name):
            return tree, ast.Expression(ast.copy_location(ast.Name(target.id, ast.Load()), target))
    return tree, None


def _said(error: BaseException) -> str:
    try:
        text = " ".join(str(error).split())
    except BaseException:
        text = ""
    name = type(error).__name__
    return (f"{name}: {text}" if text else name)[:MAX_MESSAGE]
