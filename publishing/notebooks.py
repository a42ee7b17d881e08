"""What notebooks show, read by running them in a process of their own (`publishing.recorder`)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from autograder.layout import layout

TIMEOUT = 600


@dataclass(frozen=True)
class Shown:
    """One shown thing: see `mentoring.recording.Note`; charts are SVG, questions JSON. `own`: the own municipality."""

    kind: str
    html: str = ""
    words: str = ""
    label: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    live: bool = False
    own: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell with what it shows. `block`: of the session plan; `grade_id`: of an assignment."""

    cell_type: str
    source: str
    block: str = ""
    tags: tuple[str, ...] = ()
    grade_id: str = ""
    solution: bool = False
    shown: tuple[Shown, ...] = ()


def read(paths: Sequence[Path], *, room: tuple[float, float] | None = None, datasets: Path | None = None,
         code: str = "", own_data: bool | Path = False, pictures: bool = False,
         phone: bool = False) -> list[list[Cell]]:  # fmt: skip
    """Run notebooks of the course. `room`: what charts are drawn for; `datasets`: other tables; `own_data`: with the
    data of the own municipality, where a methodologist has put some, or of this folder; `pictures`: charts also as PNG;
    `phone`: and as they are on a phone.
    Raises KitError."""
    env = dict(os.environ, MPLBACKEND="Agg", PYTHONIOENCODING="utf-8")
    for name in ("AUTOGRADER_ROLE", "NBGRADER_EXECUTION", "MENTORING_FACILITATOR", "MENTORING_PARTICIPANT"):
        env.pop(name, None)
    if datasets is not None:
        env["MENTORING_DATASETS"] = str(datasets)
    place = own_data if isinstance(own_data, Path) else layout().workspace / "own_data"
    env["MENTORING_OWN_DATA"] = str(place.resolve()) if own_data else ""
    if code:
        env["MENTORING_PARTICIPANT"] = code
    with tempfile.TemporaryDirectory(prefix="publishing-") as folder:
        request, answer = Path(folder) / "request.json", Path(folder) / "answer.json"
        asked = {"notebooks": [str(path.resolve()) for path in paths], "room": room, "pictures": pictures,
                 "phone": phone}  # fmt: skip
        request.write_text(json.dumps(asked))
        command = [sys.executable, "-m", "publishing.recorder", str(request), str(answer)]
        try:
            done = subprocess.run(command, env=env, capture_output=True, timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            raise KitError(f"Тетради выполнялись дольше {TIMEOUT} секунд: повторите команду.") from None
        if not answer.is_file():
            tail = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["причина неизвестна"]
            raise KitError(f"Тетради не выполнились: {tail[0][:300]}")
        made = json.loads(answer.read_text(encoding="utf-8"))
    if made["error"]:
        raise KitError(made["error"])
    return [[_cell(cell) for cell in cells] for cells in made["notebooks"]]


def _cell(data: dict[str, Any]) -> Cell:
    notes = tuple(Shown(**note) for note in data.pop("notes"))
    return Cell(**{**data, "tags": tuple(data["tags"]), "shown": notes})
