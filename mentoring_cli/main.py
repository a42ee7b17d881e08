"""Entry point of `mentoring`: Russian words for typer's own messages, one sentence instead of a traceback."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command line. Expected problems end with one Russian sentence and code 1; Ctrl+C with code 130."""
    _speak_russian()
    _activate()
    from typer.exceptions import TyperException

    from autograder.errors import KitError, reason
    from autograder.operation import journal
    from mentoring_cli.commands import app
    from mentoring_cli.russian import usage_sentence

    try:
        with journal.running(sys.argv[1:], _commands(app)):
            sys.exit(app(prog_name="mentoring", standalone_mode=False))
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print(getattr(error, "message", ""))
            sys.exit(0)
        sys.stderr.write(usage_sentence(error) + "\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        if os.environ.get("MENTORING_DEBUG"):
            raise
        name = f" «{error.filename}»" if error.filename else ""
        sys.exit(f"Не удалось обратиться к файлу или сети{name}: {reason(error)}. Сделанное до этого сохранено.")
    except Exception as error:
        if not isinstance(error, (KitError, *_errors_of_tables())):
            raise
        sys.exit(str(error))


def _commands(app: object) -> list[str]:
    """Names of commands, by which the journal knows a command from a file or a code."""
    names = [one.name or one.callback.__name__ for one in app.registered_commands if one.name or one.callback]
    return [*names, *(group.name for group in app.registered_groups if group.name)]


def _errors_of_tables() -> tuple[type[Exception], ...]:
    """What `mentoring.data` raises; it loads pandas, so it is asked only where a command has loaded it."""
    tables = sys.modules.get("mentoring.data")
    return (tables.DataError,) if tables else ()


def _speak_russian() -> None:
    """Click and typer take their words from gettext; ours are beside this file."""
    import gettext

    os.environ.setdefault("LANGUAGE", "ru")
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _activate() -> None:
    """nbgrader runs `alembic` and kernels from PATH: our environment's programs come first."""
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", "")])


if __name__ == "__main__":
    main()
