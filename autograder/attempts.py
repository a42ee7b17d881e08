"""Taking works in and giving them back: every attempt is kept, the one that counts lies in `submitted`, ready to be
graded: the last one that came before its author was shown the right answers (`autograder.opening`)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from autograder import answers, mailboxes, opening, rules
from autograder.errors import KitError, refusal
from autograder.files import read_json, read_plain, write_json
from autograder.intake import TIMESTAMP, parse_moment
from autograder.layout import NAME, Layout, check_name, layout
from autograder.parcels import RETURNED, Parcel, open_all
from autograder.report import Line, Report


@dataclass(frozen=True)
class _Known:
    place: Layout
    assignment: str
    rules: rules.Rules | None
    roster: frozenset[str]


def collect(assignment: str, folder: str | Path | None = None, *, place: Layout | None = None) -> Report:
    """Takes works from the inbox (or `folder`: folders, zips, loose answers files) into `attempts` and `submitted`.

    What was taken before is left alone. Raises KitError when the folder is not there.
    """
    place = place or layout()
    check_name(assignment)
    report = Report(assignment, collecting=True)
    source = Path(folder) if folder else Path(os.environ.get("MENTORING_INBOX") or place.inbox) / assignment
    known = _Known(place, assignment, _rules(place), _roster(place))
    found = [] if not folder and not source.is_dir() else open_all(source, assignment)
    parcels = chain(found, () if folder else mailboxes.incoming(place, assignment))
    for parcel in sorted(parcels, key=_sent):
        try:
            report.entries.append(_take(known, parcel))
        except Exception as error:  # whatever one parcel is, the others are taken in
            report.entries.append(Line(parcel.code or parcel.label[:60], "refused", reason=refusal(error)))
    report.entries = _repeated(report.entries)
    report.entries.sort(key=lambda line: (line.participant, line.attempt or 0))
    return report


def return_work(
    assignment: str, code: str, comment: str = "", *, count: bool = False, place: Layout | None = None
) -> str:
    """Opens a handed-in work for revision and returns one Russian sentence. `count`: though its author was shown the
    right answers; an attempt that came after them already counts then, and nothing is returned. Raises KitError."""
    place = place or layout()
    folder = place.attempts / check_name(assignment) / check_name(code)
    kept = opening.attempts(place, assignment, code)
    work = folder / str(kept[-1]) if kept else place.submitted / code / assignment
    if not work.is_dir():
        raise KitError(f"Участник {code} не сдавал задание «{assignment}»: возвращать нечего.")
    seen = opening.shown(place, assignment, code)
    if seen and not count:
        raise KitError(
            f"Работа {code} не возвращена: верные ответы её автор уже видел (отзыв от {rules.said(seen[1])}), новая "
            "попытка в зачёт не пойдёт. Если решили её засчитать, добавьте --count."
        )
    if seen:
        opening.forgive(place, assignment, code)
        if kept and kept[-1] > seen[0]:
            _publish(_Known(place, assignment, None, frozenset()), code)
            return f"Попытка {kept[-1]} участника {code} теперь идёт в зачёт. Проверьте: mentoring grade {assignment}."
    said = [entry.get("attempt") for entry in answers.read(work).handed_in]
    number = next((n for n in reversed(said) if isinstance(n, int) and n > 0), kept[-1] if kept else 1)
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    note = {"schema": 1, "attempt": number, "at": at, "comment": comment}
    write_json(work / RETURNED, note)
    home = place.participants / code / assignment
    done = f"Работа {code} по заданию «{assignment}» (попытка {number}) возвращена на доработку."
    if seen:
        done += " Верные ответы автор уже видел: новая попытка засчитается по вашему решению."
    if mailboxes.deliver(place, assignment, code, RETURNED, json.dumps(note, ensure_ascii=False)):
        return f"{done} Участник увидит это, когда откроет карту курса."
    if not home.is_dir():
        return f"{done} Папки участника здесь нет: отправьте ему файл {work / RETURNED}."
    write_json(home / RETURNED, note)
    return done


def last_attempt(place: Layout, assignment: str, code: str) -> int:
    """Number of the last kept attempt; 0 when there is none."""
    return max(opening.attempts(place, assignment, code), default=0)


def _sent(parcel: Parcel) -> datetime:
    """When a parcel was handed in, so that several of one sender become attempts in their order."""
    return _handed_in(parcel, _answers(parcel))[0]


def _repeated(entries: list[Line]) -> list[Line]:
    """Who sent more than one file now: it is told at the last one, which is what will be graded."""
    taken = Counter(line.participant for line in entries if line.status == "collected")
    last = {line.participant: line for line in entries if line.status == "collected"}
    for code, line in last.items():
        if taken[code] > 1:
            said = f"прислано разных файлов: {taken[code]}, проверяется последний"
            entries[entries.index(line)] = replace(line, suspicious=(*line.suspicious, said))
    return entries


def _take(known: _Known, parcel: Parcel) -> Line:
    found = _answers(parcel)
    code = parcel.code or found.participant
    if parcel.refused:
        return Line(code or parcel.label[:60], "refused", reason=f"{parcel.refused} ({parcel.label[:60]})")
    if not NAME.fullmatch(code or ""):
        return Line(parcel.label[:60], "refused", reason="не понять, чья работа: ни имя файла, ни ответы не говорят")
    if not any(name.endswith(".ipynb") or name.endswith(".json") and name != "release.json" for name in parcel.files):
        reason = "; ".join(["нет ни блокнота, ни ответов", *parcel.notes])
        return Line(code, "refused", reason=reason)
    if found.assignment and found.assignment != known.assignment:
        return Line(code, "refused", reason=f"файл ответов от другого задания («{found.assignment[:40]}»)")
    folder = known.place.attempts / known.assignment / code
    handed_in, stated = _handed_in(parcel, found)
    same = _same(folder, opening.attempts(known.place, known.assignment, code), parcel.files)
    if same is not None:
        _publish(known, code)
        return Line(code, "unchanged", attempt=same)
    notes = list(parcel.notes)
    kept = opening.attempts(known.place, known.assignment, code)
    number = parcel.attempt or stated or max(kept, default=0) + 1
    if (folder / str(number)).exists():
        number = max(kept) + 1
        notes.append(f"попытка с таким номером уже есть, записана как {number}")
    _keep(folder / str(number), parcel.files, handed_in)
    _publish(known, code)
    suspicious, late = _judged(known, code, number, found, handed_in)
    return Line(code, "collected", repaired=tuple(notes), suspicious=suspicious, late=late, attempt=number)


def _judged(
    known: _Known, code: str, number: int, found: answers.Answers, handed_in: datetime
) -> tuple[tuple[str, ...], str]:
    suspicious = []
    if found.participant and found.participant != code:
        suspicious.append(f"файл ответов назван именем другого участника ({found.participant[:40]})")
    if known.roster and code not in known.roster:
        suspicious.append("такого кода нет в списке участников")
    seen = opening.shown(known.place, known.assignment, code)
    if seen and number > seen[0]:
        suspicious.append(
            f"попытка {number} пришла после показа верных ответов: она хранится, в зачёт идёт прежняя (засчитать её: "
            f"mentoring return {known.assignment} {code} --count)"
        )
    if known.rules is None:
        return tuple(suspicious), ""
    rule = known.rules.of(known.assignment, code)
    if known.assignment in known.rules.by_assignment and number > rule.attempts:
        suspicious.append(f"попытка {number}, а разрешено {rule.attempts}")
    return tuple(suspicious), rules.late_said(rules.lateness(handed_in, rule))


def _answers(parcel: Parcel) -> answers.Answers:
    content = parcel.files.get(answers.FILE) or parcel.files.get(answers.BACKUP)
    if content is None:
        loose = [c for name, c in parcel.files.items() if name.endswith(".json") and name != "release.json"]
        content = loose[0] if len(loose) == 1 else None
    return answers.parse(content) if content else answers.Answers()


def _handed_in(parcel: Parcel, found: answers.Answers) -> tuple[datetime, int | None]:
    """When it was handed in and as which attempt: by its own record, else by the file's time; never in the future."""
    now = datetime.now(UTC)
    moment, number = None, None
    for entry in found.handed_in:
        stated = entry.get("attempt")
        if isinstance(stated, int) and 0 < stated < 1000 and (parcel.attempt in (None, stated)):
            moment, number = parse_moment(str(entry.get("at", ""))), stated
    if moment is None and TIMESTAMP in parcel.files:
        moment = parse_moment(parcel.files[TIMESTAMP].decode("utf-8-sig", "replace"))
    return min(moment or parcel.sent or now, now), number


def _same(folder: Path, kept_attempts: list[int], files: dict[str, bytes]) -> int | None:
    """The number of a kept attempt with the same content."""
    for number in kept_attempts:
        kept = {
            item.name: item.read_bytes()
            for item in (folder / str(number)).iterdir()
            if item.is_file() and item.name not in (TIMESTAMP, RETURNED)
        }
        if _digest(kept) == _digest({name: content for name, content in files.items() if name != TIMESTAMP}):
            return number
    return None


def _digest(files: dict[str, bytes]) -> str:
    summary = hashlib.sha256()
    for name in sorted(files):
        summary.update(f"{name}\0{len(files[name])}\0".encode())
        summary.update(files[name])
    return summary.hexdigest()


def _keep(folder: Path, files: dict[str, bytes], handed_in: datetime) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".taking-", dir=folder.parent))
    draft.chmod(0o755)
    for name, content in files.items():
        (draft / name).write_bytes(content)
    (draft / TIMESTAMP).write_text(handed_in.isoformat() + "\n", encoding="utf-8")
    draft.rename(folder)


def _publish(known: _Known, code: str) -> None:
    """The attempt that counts becomes the submission; one that lies there already is left as intake mended it."""
    folder = known.place.attempts / known.assignment / code
    number = opening.counted(known.place, known.assignment, code)
    target = known.place.submitted / code / known.assignment
    mark = known.place.attempts / known.assignment / code / "submitted.json"
    if not number and target.is_dir():
        return  # what counts was never collected: it was put there by hand
    number = number or last_attempt(known.place, known.assignment, code)
    if target.is_dir() and mark.is_file() and read_json(mark).get("attempt") == number:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".publishing-", dir=target.parent))
    draft.chmod(0o755)
    for item in (folder / str(number)).iterdir():
        content = read_plain(item, 200_000_000) if item.name != RETURNED else None
        if content is not None:
            (draft / item.name).write_bytes(content)
    if target.is_symlink():
        target.unlink()
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    write_json(mark, {"schema": 1, "attempt": number})


def _rules(place: Layout) -> rules.Rules | None:
    return rules.load_rules(place=place) if (place.datasets / "rules.csv").is_file() else None


def _roster(place: Layout) -> frozenset[str]:
    from autograder.roster import load_roster

    return frozenset(person.code for person in load_roster(place=place).people)
