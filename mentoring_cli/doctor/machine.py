"""Checks of the machine: versions, sandbox, fonts, programs, clock, disk. They read; the clock check writes one
file into the workspace and removes it."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder.layout import Layout
from autograder.spreadsheet_text import number_said
from mentoring_cli.doctor.finding import Finding

MANY_BYTES, FEW_BYTES = 5_000_000_000, 500_000_000
SKEW_SECONDS = 5.0
ZONES = {"Europe/Moscow": 3, "Asia/Yekaterinburg": 5, "Asia/Vladivostok": 10}


def versions(place: Layout) -> list[Finding]:
    """Installed packages against the lock; extras that are not installed are no problem."""
    lock = place.root / "requirements.lock"
    python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    if not lock.is_file():
        return [Finding("versions", "Версии", "warn", f"{python}, нет requirements.lock", "верните файл из комплекта")]
    from packaging.requirements import InvalidRequirement, Requirement

    other, count = [], 0
    for line in lock.read_text(encoding="utf-8").splitlines():
        try:
            asked = Requirement(line.partition("#")[0].strip())
        except InvalidRequirement:
            continue
        if asked.marker and not asked.marker.evaluate():
            continue
        try:
            there = version(asked.name)
        except PackageNotFoundError:
            continue
        count += 1
        if not asked.specifier.contains(there, prereleases=True):
            other.append(f"{asked.name} {there} вместо {str(asked.specifier).removeprefix('==')}")
    if other:
        said = f"{python}; не по списку: {', '.join(other[:5])}" + (
            f" и ещё {len(other) - 5}" if len(other) > 5 else ""
        )
        return [Finding("versions", "Версии", "bad", said, "выполните make setup")]
    return [Finding("versions", "Версии", "ok", f"{python}, пакетов по списку: {count}")]


def sandbox(_: Layout) -> list[Finding]:
    """Whether participants' code can be run at all."""
    from autograder.sandbox import walls

    why = walls.missing()
    if why:
        todo = "проверяйте код на машине с Linux 5.13 или новее; формы проверяются и здесь"
        return [Finding("sandbox", "Песочница", "bad", why, todo)]
    from autograder.sandbox import landlock

    return [Finding("sandbox", "Песочница", "ok", f"Landlock версии {landlock.version()} и seccomp есть")]


def fonts(_: Layout) -> list[Finding]:
    """A font with Cyrillic for charts, and one of the system for PDF."""
    from matplotlib import font_manager

    charts = Path(font_manager.findfont("DejaVu Sans", fallback_to_default=True))
    found = [Finding("fonts_charts", "Шрифт диаграмм", "ok", charts.name)]
    if not _has_cyrillic(charts):
        found = [Finding("fonts_charts", "Шрифт диаграмм", "bad", f"в {charts.name} нет кириллицы",
                         "установите fonts-dejavu-core")]  # fmt: skip
    system = [Path(name) for name in font_manager.findSystemFonts()]
    fit = next(
        (path for path in system if re.search("DejaVuSans|LiberationS", path.name) and _has_cyrillic(path)), None
    )
    fit = fit or next((path for path in system[:200] if _has_cyrillic(path)), None)
    if fit is None:
        return [*found, Finding("fonts_system", "Шрифты системы", "bad", "ни один не знает кириллицы: страницы и PDF "
                                "будут пустыми квадратами", "sudo apt install fonts-dejavu-core")]  # fmt: skip
    return [*found, Finding("fonts_system", "Шрифты системы", "ok", f"кириллица есть ({fit.name})")]


def programs(_: Layout) -> list[Finding]:
    """Browser and office: needed by some commands only, so their absence is no failure."""
    from autograder.errors import KitError
    from mentoring.portable import converter
    from publishing.browser import browser_path

    found = []
    try:
        found.append(Finding("browser", "Браузер для PDF и снимков", "ok", browser_path()))
    except KitError:
        found.append(Finding("browser", "Браузер для PDF и снимков", "warn", "Chromium не найден: PDF вебинаров и "
                             "снимков не будет", "sudo apt install chromium"))  # fmt: skip
    program = converter()
    if program:
        found.append(Finding("office", "LibreOffice", "ok", program))
    else:
        found.append(Finding("office", "LibreOffice", "warn", "не найден: документы не переводятся в PDF",
                             "sudo apt install libreoffice-writer"))  # fmt: skip
    return found


def clock(place: Layout) -> list[Finding]:
    """The clock of this machine against that of the disk: terms and attempts go by time."""
    folder = place.workspace if place.workspace.is_dir() else None
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".clock-", suffix=".tmp") as file:
        before = time.time()
        file.write(b"1")
        file.flush()
        skew = Path(file.name).stat().st_mtime - before
    if abs(skew) > SKEW_SECONDS:
        return [Finding("clock", "Часы", "bad", f"расходятся с диском на {skew:.0f} с",
                        "включите точное время: sudo timedatectl set-ntp true")]  # fmt: skip
    future = newest(place)
    if future is not None and future - time.time() > 60:
        ahead = datetime.fromtimestamp(future, UTC).strftime("%d.%m.%Y %H:%M")
        return [Finding("clock", "Часы", "bad", f"есть файлы из будущего ({ahead} UTC): часы переводили назад",
                        "сверьте часы: timedatectl; сроки работ проверьте вручную")]  # fmt: skip
    return [Finding("clock", "Часы", "ok", f"с диском расходятся на {number_said(round(abs(skew), 1))} с")]


def newest(place: Layout) -> float | None:
    """The latest time of the files that a run writes last."""
    files = [place.gradebook, *(place.reports / "state").glob("*.json"), *place.inbox.glob("*/*")]
    times = [path.stat().st_mtime for path in files if path.exists()]
    return max(times, default=None)


def zones(_: Layout) -> list[Finding]:
    """Time zone data: terms are told in Moscow time."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    moment = datetime(2026, 7, 1, 12, tzinfo=UTC)
    try:
        wrong = [name for name, hours in ZONES.items()
                 if moment.astimezone(ZoneInfo(name)).utcoffset().total_seconds() != hours * 3600]  # fmt: skip
    except ZoneInfoNotFoundError:
        wrong = list(ZONES)
    if wrong:
        return [Finding("zones", "Часовые пояса", "bad", f"нет данных или они стары: {', '.join(wrong)}",
                        "выполните make setup (пакет tzdata)")]  # fmt: skip
    return [Finding("zones", "Часовые пояса", "ok", "московское время известно")]


def space(place: Layout) -> list[Finding]:
    """Free space where works and answers are written."""
    folder = place.workspace if place.workspace.is_dir() else place.root
    free = shutil.disk_usage(folder).free
    said = f"свободно {number_said(round(free / 1e9, 1))} ГБ"
    if free < FEW_BYTES:
        return [Finding("space", "Место на диске", "bad", said, "освободите место: ответы и оценки некуда записывать")]
    if free < MANY_BYTES:
        return [Finding("space", "Место на диске", "warn", said, "освободите место до срока сдачи")]
    return [Finding("space", "Место на диске", "ok", said)]


def _has_cyrillic(path: Path) -> bool:
    from matplotlib.ft2font import FT2Font

    try:
        known = FT2Font(str(path)).get_charmap()
    except (OSError, RuntimeError):
        return False
    return all(ord(letter) in known for letter in "АяЁё№«»")
