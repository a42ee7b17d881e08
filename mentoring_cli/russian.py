"""Typer in Russian: usage line, help option, sentences of usage errors. Its other words come from gettext."""

from __future__ import annotations

import typer
from typer.core import TyperCommand, TyperGroup

USAGE = "Как вызвать: "


class _Russian:
    options_metavar = "[ПАРАМЕТРЫ]"
    subcommand_metavar = "КОМАНДА …"

    def format_usage(self, ctx, formatter) -> None:
        pieces = self.collect_usage_pieces(ctx)
        words = ["[ПАРАМЕТРЫ]" if p == "[OPTIONS]" else "КОМАНДА …" if p.startswith("COMMAND") else p for p in pieces]
        formatter.write_usage(ctx.command_path, " ".join(words), prefix=USAGE)

    def get_help_option(self, ctx):
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Показать эту справку."
        return option


class Group(_Russian, TyperGroup):
    pass


class Command(_Russian, TyperCommand):
    pass


def usage_sentence(error: Exception) -> str:
    """One Russian sentence for a usage error of typer, and where the help is. Anything unknown keeps typer's words."""
    kind = type(error).__name__
    hint = getattr(getattr(error, "param", None), "get_error_hint", lambda: "")() or ""
    hint = hint.strip("'")
    given = getattr(error, "option_name", "")
    sentence = {
        "MissingParameter": f"Не указано: {hint}.",
        "NoSuchOption": f"Нет параметра {given}.",
        "BadOptionUsage": f"Параметру {given} нужно значение.",
        "BadParameter": f"Не подходит значение для {hint}: {getattr(error, 'message', '')}",
    }.get(kind, getattr(error, "message", str(error)))
    if sentence.startswith("Got unexpected extra argument"):
        sentence = f"Лишнее в команде: {sentence.rpartition('(')[2].rstrip(').')}."
    context = getattr(error, "ctx", None)
    return f"{sentence}\nСправка: {context.command_path if context else 'mentoring'} --help"


Abort = typer.Abort
