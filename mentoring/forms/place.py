"""Where a form stands: author's table, released assignment or course session; whose answers, in which file."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mentoring.answers.model import CODE, Owner
from mentoring.answers.store import Store
from mentoring.variants import BASE, assigned

if TYPE_CHECKING:
    from mentoring.tasks import Question

REFERENCE_MIME = "application/vnd.autograder.reference+json"
QUESTION_MIME = "application/vnd.autograder.question+json"

Mode = Literal["author", "graded", "course"]


@dataclass(frozen=True)
class Place:
    """`store` is None where nothing is saved on disk (author; a session opened by somebody without a code)."""

    mode: Mode
    owner: Owner
    store: Store | None = None
    release: dict[str, Any] = field(default_factory=dict)

    @property
    def storage(self) -> Literal["file", "browser", "none"]:
        """Where the browser is told that answers are kept."""
        if self.store is not None:
            return "file"
        return "browser" if self.mode == "course" else "none"


def is_author() -> bool:
    return os.environ.get("AUTOGRADER_ROLE") == "author"


def assignment_place(folder: Path | None = None) -> Place:
    """The place of `task()` and `hand_in()`: graded beside a release.json, else the author's."""
    folder = folder or Path.cwd()
    release = _read_json(folder / "release.json")
    if is_author() or release is None:
        return Place("author", Owner(participant=participant(folder)))
    code, assignment = participant(folder), str(release.get("assignment", ""))
    owner = Owner(
        participant=code,
        assignment=assignment,
        release=str(release.get("release", "")),
        variant=_variant(release, assignment, code),
    )
    return Place("graded", owner, Store(folder, owner), release)


def _variant(release: dict[str, Any], assignment: str, code: str) -> str:
    """The variant a released folder holds; where the whole pool lies, the one that is this participant's."""
    variant, pool = str(release.get("variant") or BASE), release.get("variants")
    if variant == BASE and isinstance(pool, list) and pool and all(isinstance(name, str) for name in pool):
        return assigned(assignment, code, pool)
    return variant


def session_place(session: str = "", folder: Path | None = None) -> Place:
    """The place of `exercise()`: one file a session in `course_answers/` of the participant's home."""
    folder = folder or Path.cwd()
    session = session or os.environ.get("MENTORING_SESSION") or Path(os.environ.get("JPY_SESSION_NAME", "")).stem
    session = session if CODE.match(session) else "course"
    owner = Owner(participant=participant(folder), assignment=session)
    if is_author() or not owner.participant:
        return Place("course", owner)
    return Place("course", owner, Store(folder / "course_answers", owner, f"{session}.json"))


def participant(folder: Path) -> str:
    """The code of who works here: the environment, else `participant.json` of the home above; «» when unknown."""
    code = os.environ.get("MENTORING_PARTICIPANT", "")
    if not code:
        for place in (folder, *list(folder.parents)[:2]):
            found = _read_json(place / "participant.json")
            if found is not None:
                code = str(found.get("participant", ""))
                break
    return code if CODE.match(code) else ""


def shuffled(options: Sequence[dict[str, Any]], *seed: str) -> list[dict[str, Any]]:
    """The same order for the same seed on every machine and day."""
    return sorted(options, key=lambda option: hashlib.sha256("\0".join((*seed, option["id"])).encode()).digest())


def _read_json(path: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def question_bundle(question: Question, export: Any = None) -> dict[str, Any]:
    """What the key run keeps of a task; of an exporter, where it is found again."""
    kept = {"kind": question.kind, "id": question.id, "question": question.model_dump(mode="json")}
    return {QUESTION_MIME: kept | ({"export": _named(export)} if _named(export) else {})}


def _named(export: Any) -> str:
    """`module:function` of every exporter that can be found again by its name, with blanks between."""
    several = export if isinstance(export, list | tuple) else [export]
    names = [
        getattr(one, "named", f"{getattr(one, '__module__', '')}:{getattr(one, '__qualname__', '')}") for one in several
    ]
    parts = [name.partition(":") for name in names]
    return " ".join(f"{module}:{name}" for module, _, name in parts if name.isidentifier() and module != "__main__")


def show_question(question: Question, export: Any = None) -> None:
    """Emit the question for the key run, without a form. Raises as the form does where tasks are not executed."""
    refuse_execution(question.id)
    from IPython.display import display

    display({**question_bundle(question, export), "text/plain": f"Задание {question.id} записано."}, raw=True)


def refuse_execution(id: str) -> None:
    """Raises RuntimeError under `nbgrader autograde` without our steps, so that nothing gets points by silence."""
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        raise RuntimeError(
            f"Форма задания {id} не исполняется при проверке: ответ берётся из answers.json. "
            "Подключите шаги проверки (autograder.config.configure) в nbgrader_config.py."
        )


def show_reference(id: str, fields: dict[str, Any]) -> None:
    """Emit the reference for the key run; where a release lies, do nothing (a participant has no reference)."""
    if assignment_place().mode != "author":
        return
    from IPython.display import display

    bundle = {REFERENCE_MIME: {"id": id, "reference": _plain(fields)}, "text/plain": f"Эталон к заданию {id} записан."}
    display(bundle, raw=True)


def _plain(value: Any) -> Any:
    """Models and tuples as JSON."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if hasattr(value, "item") and not isinstance(value, str | bytes):  # a number of numpy
        return value.item()
    return value
