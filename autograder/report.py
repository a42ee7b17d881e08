"""What a run did, for the instructor: one Russian line a submission that is worth a look. No names, codes only."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from autograder.files import write_json
from autograder.likeness import Group

GROUPS = 15  # groups of like texts that the command line names

Status = Literal["graded", "unchanged", "refused", "collected"]
STATUS: dict[str, str] = {
    "graded": "оценена",
    "unchanged": "без изменений",
    "refused": "не оценена",
    "collected": "принята",
}


@dataclass(frozen=True)
class Line:
    """One submission. `repaired`, `suspicious`, `alike` (whose free texts nearly coincide): Russian phrases; `reason`:
    why it was refused."""

    participant: str
    status: Status
    score: float | None = None
    max: float | None = None
    waiting: int = 0
    repaired: tuple[str, ...] = ()
    suspicious: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    late: str = ""
    reason: str = ""
    attempt: int | None = None

    def text(self, collecting: bool = False) -> str:
        """«u07: оценена — исправлено: …; опоздание 2 дн.»"""
        parts = [self.reason] if self.reason else []
        parts += [f"исправлено: {', '.join(self.repaired)}"] if self.repaired else []
        parts += [f"проверьте: {', '.join(self.suspicious)}"] if self.suspicious else []
        parts += [self.late] if self.late else []
        status = "не принята" if collecting and self.status == "refused" else STATUS[self.status]
        said = f"{self.participant}: {status}" + (f" — {'; '.join(parts)}" if parts else "")
        return " ".join("".join(char if char.isprintable() else " " for char in said).split())


def _line(line: Line) -> dict[str, Any]:
    """As JSON: whatever asks for a look stands in `suspicious`."""
    data = asdict(line)
    return data | {"suspicious": (*line.suspicious, *data.pop("alike"))}


@dataclass
class Report:
    """A run over an assignment, grading or (`collecting`) taking in; `seconds` is wall time."""

    assignment: str
    collecting: bool = False
    entries: list[Line] = field(default_factory=list)
    alike: list[Group] = field(default_factory=list)
    seconds: float = 0.0

    def of(self, status: Status) -> list[Line]:
        return [line for line in self.entries if line.status == status]

    @property
    def graded(self) -> list[Line]:
        return self.of("graded")

    @property
    def unchanged(self) -> list[Line]:
        return self.of("unchanged")

    @property
    def refused(self) -> list[Line]:
        return self.of("refused")

    @property
    def collected(self) -> list[Line]:
        return self.of("collected")

    @property
    def repaired(self) -> list[Line]:
        return [line for line in self.entries if line.repaired]

    @property
    def suspicious(self) -> list[Line]:
        return [line for line in self.entries if line.suspicious or line.alike]

    @property
    def late(self) -> list[Line]:
        return [line for line in self.entries if line.late]

    def notable(self) -> list[str]:
        """Lines an instructor must read: refused first, then what was mended, suspicious or late."""
        chosen = [line for line in self.entries if line.reason or line.repaired or line.suspicious or line.late]
        return [
            line.text(self.collecting)
            for line in sorted(chosen, key=lambda line: (line.status != "refused", line.participant))
        ]

    def lines(self) -> list[str]:
        """What the command line says: the numbers, every line that must be read, groups of like texts."""
        return [self.summary(), *self.notable(), *self.likenesses()]

    def likenesses(self) -> list[str]:
        """Free texts that nearly coincide, a line a group of people and task, most alike first."""
        if not self.alike:
            return []
        more = len(self.alike) - GROUPS
        said = ["Тексты почти совпадают — посмотрите сами, баллы не снижены:"]
        said += [f"  {group.text()}" for group in self.alike[:GROUPS]]
        return said + ([f"  …и ещё групп: {more}; весь список — с параметром --report ФАЙЛ.json"] if more > 0 else [])

    def summary(self) -> str:
        """One line of numbers."""
        if self.collecting:
            if not self.entries:
                return f"Работ по заданию «{self.assignment}» не нашлось: ни в папке сдачи, ни среди присланного."
            known = f", были приняты раньше: {len(self.unchanged)}" if self.unchanged else ""
            return f"Принято работ: {len(self.collected)}, не принято: {len(self.refused)}{known}."
        if not self.entries:
            return f"Сданных работ по заданию «{self.assignment}» нет: сначала mentoring collect {self.assignment}."
        return (
            f"Оценено: {len(self.graded)}, без изменений: {len(self.unchanged)}, не оценено: {len(self.refused)}, "
            f"исправлено: {len(self.repaired)}, с опозданием: {len(self.late)}, проверить: {len(self.suspicious)}."
        )

    def to_json(self) -> dict[str, Any]:
        counts = {name: len(getattr(self, name)) for name in ("graded", "unchanged", "refused", "repaired", "late")}
        return {
            "schema": 1,
            "assignment": self.assignment,
            "seconds": round(self.seconds, 3),
            "counts": counts | {"suspicious": len(self.suspicious), "collected": len(self.collected)},
            "alike": [asdict(group) for group in self.alike],
            "lines": [_line(line) | {"text": line.text(self.collecting)} for line in self.entries],
        }

    def save(self, path: Path) -> None:
        """Writes the report as JSON."""
        write_json(path, self.to_json())
