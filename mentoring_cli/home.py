"""A participant's home: the folder that Voilà or JupyterLab shows to one person, apart from sources and gradebook."""

import json
import re
import shutil
from pathlib import Path

from autograder.errors import KitError
from autograder.layout import layout
from autograder.variants import FILE, NOTE, personal

CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")


def make_home(code: str) -> Path:
    """Make or refresh the home of participant `code`; work that is under way is never touched. Returns the folder."""
    if not CODE.match(code):
        raise KitError(f"Код участника «{code[:40]}» не годится: нужны латинские буквы, цифры, «-» и «_».")
    home = layout().participants / code
    lay_out(home, code, layout().root / "course")
    released = layout().release
    for assignment in sorted(path for path in released.glob("*") if path.is_dir()):
        _hand_out(assignment, home / assignment.name, code)
    return home


def lay_out(home: Path, code: str, pages: Path) -> None:
    """The course's pages and the note of whose home it is; answers and begun works are never touched."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "participant.json").write_text(json.dumps({"schema": 1, "participant": code}), encoding="utf-8")
    for source in sorted(pages.glob("*.ipynb")):
        _refresh(source, home / source.name)


def _refresh(source: Path, target: Path) -> None:
    if not target.exists() or target.read_bytes() != source.read_bytes():
        shutil.copyfile(source, target)


def _hand_out(release: Path, folder: Path, code: str) -> None:
    """Copy a released assignment with this participant's variant, unless work on it has begun (answers name the
    release they began with)."""
    if (folder / "answers.json").exists():
        return
    folder.mkdir(exist_ok=True)
    own = personal(
        {name: (release / name).read_bytes() for name in (FILE, NOTE) if (release / name).is_file()},
        release.name,
        code,
    )
    for source in sorted(path for path in release.rglob("*") if path.is_file() and not path.is_symlink()):
        target = folder / source.relative_to(release)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.parent == release and source.name in own:
            if not target.exists() or target.read_bytes() != own[source.name]:
                target.write_bytes(own[source.name])
        else:
            _refresh(source, target)
