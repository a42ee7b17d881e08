"""All checks in the order a person reads them. A check that fails itself is a finding, never a traceback."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from autograder.errors import KitError
from autograder.layout import Layout, layout
from mentoring_cli.doctor import course, machine, server
from mentoring_cli.doctor.finding import Finding

Check = Callable[[Layout], list[Finding]]
CHECKS: tuple[Check, ...] = (
    machine.versions, machine.sandbox, machine.fonts, machine.programs, machine.clock, machine.zones, machine.space,
    course.workspace, course.database, course.releases, course.leftovers, course.formats,
)  # fmt: skip


def examine(settings: Path | None = None, place: Layout | None = None) -> list[Finding]:
    """Run every check. `settings`: `hub.toml`; without it a shared server is looked at where env or /etc names one."""
    place = place or layout()
    checks = list(CHECKS)
    file = settings or Path(os.environ.get("MENTORING_HUB") or "/etc/mentoring/hub.toml")
    if settings is not None or file.is_file():
        checks.append(partial(server.everything, file))
    found: list[Finding] = []
    for check in checks:
        name = getattr(check, "__name__", "server")
        try:
            found += check(place)
        except KitError as error:
            found.append(Finding(name, TITLES.get(name, name), "bad", str(error)))
        except Exception as error:
            said = f"проверка не удалась ({type(error).__name__})"
            found.append(Finding(name, TITLES.get(name, name), "bad", said, "повторите и сообщите разработчику"))
    return found


TITLES = {
    "versions": "Версии", "sandbox": "Песочница", "fonts": "Шрифты", "programs": "Программы", "clock": "Часы",
    "zones": "Часовые пояса", "space": "Место на диске", "workspace": "Рабочая папка", "database": "Журнал оценок",
    "releases": "Выпуски", "leftovers": "Брошенные файлы", "formats": "Форматы файлов", "server": "Общий сервер",
}  # fmt: skip
