"""Typer in Russian: usage line, help option, sentences of usage errors. Its other words come from gettext."""

from __future__ import annotations

import re

import typer
from typer.core import TyperCommand, TyperGroup

USAGE = "Как вызвать: "
# The kind of a value, as typer's help writes it; a metavar says it already, but for numbers.
KINDS = {" <str>": "", " <list[str]>": "", " <path>": "", " <list[path]>": "", "<int range>": "ЧИСЛО", "<int>": "ЧИСЛО",
         "<float>": "ЧИСЛО", "<str>": "ТЕКСТ", "<path>": "ПУТЬ", "<list[str]>": "ТЕКСТ"}  # fmt: skip
WRONG = (
    (r"greater than or equal to (\S+)", r"нужно число не меньше \1"),
    (r"less than or equal to (\S+)", r"нужно число не больше \1"),
    (r"valid integer", "нужно целое число"),
    (r"valid number", "нужно число"),
)


class _Russian:
    options_metavar = "[ПАРАМЕТРЫ]"
    subcommand_metavar = "КОМАНДА …"

    def format_usage(self, ctx, formatter) -> None:
        pieces = self.collect_usage_pieces(ctx)
        words = ["[ПАРАМЕТРЫ]" if p == "[OPTIONS]" else "КОМАНДА …" if p.startswith("COMMAND") else p for p in pieces]
        formatter.write_usage(ctx.command_path, " ".join(words), prefix=USAGE)

    def get_params(self, ctx):
        params = super().get_params(ctx)
        for param in params:
            param.display_type_rich = _kind(param)
            if getattr(param, "min", None) is not None and param.max is not None:
                param._get_number_range_help_str = f"от {param.min} до {param.max}".__str__
        return params

    def get_help_option(self, ctx):
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Показать эту справку."
        return option


class Group(_Russian, TyperGroup):
    pass


class Command(_Russian, TyperCommand):
    pass


def _kind(param):
    """A value's kind in help in Russian, or nothing where the metavar names it."""
    said = type(param).display_type_rich.__get__(param)

    def kind(ctx):
        text = said(ctx)
        return KINDS.get(f" {text}" if param.param_type_name == "argument" else text, text) if text else text

    return kind


def _wrong(message: str) -> str:
    """Why a value does not do; typer takes the words of its checks from pydantic."""
    for pattern, sentence in WRONG:
        found = re.search(pattern, message)
        if found:
            return found.expand(sentence) + "."
    return message


def usage_sentence(error: Exception) -> str:
    """One Russian sentence for a usage error of typer, and where the help is. Anything unknown keeps typer's words."""
    kind = type(error).__name__
    hint = getattr(getattr(error, "param", None), "get_error_hint", lambda: "")() or ""
    hint = hint or str(getattr(error, "param_hint", "") or "")
    hint = hint.strip("'")
    given = getattr(error, "option_name", "")
    sentence = {
        "MissingParameter": f"Не указано: {hint}.",
        "NoSuchOption": f"Нет параметра {given}.",
        "BadOptionUsage": f"Параметру {given} нужно значение.",
        "BadParameter": f"Не подходит значение для {hint}: {_wrong(getattr(error, 'message', ''))}",
    }.get(kind, getattr(error, "message", str(error)))
    if sentence.startswith("Got unexpected extra argument"):
        sentence = f"Лишнее в команде: {sentence.rpartition('(')[2].rstrip(').')}."
    sentence = re.sub(r"'([^']*)'", r"«\1»", sentence)
    context = getattr(error, "ctx", None)
    return f"{sentence}\nСправка: {context.command_path if context else 'mentoring'} --help"


Abort = typer.Abort
