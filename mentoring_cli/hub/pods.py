"""A region on Kubernetes: folders on the shared volume and `people.json`, by which the hub starts pods.

Runs in the kit's own image (deploy/kubernetes/prepare.yaml). What a pod knows and sees is decided here, by the same
functions as on one server; the hub, whose image holds nothing of the kit, only applies it. All pods have one uid: they
are kept apart by what is mounted, so a pod gets its own folders of the volume and nothing above them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.errors import KitError
from autograder.files import write_text
from autograder.layout import layout
from mentoring_cli.hub import accounts
from mentoring_cli.hub.config import grader, participant
from mentoring_cli.hub.settings import Group, Settings

PEOPLE = "people.json"
FONTS = "/opt/mentoring-fonts"  # made when the image is built


def prepare(settings: Settings, say: Callable[[str], None]) -> Path:
    """Make everybody's folders and write `people.json` into the hub's state; safe to run again. Raises KitError."""
    made = people(settings)
    for group in settings.groups:
        group.workspace.mkdir(parents=True, exist_ok=True)
        for part in accounts.PARTS:
            link = group.root / part
            if not link.is_symlink():
                link.symlink_to(layout().root / part)
        for name in ("outbound", "inbound", "feedback"):
            (settings.exchange / group.id / name).mkdir(parents=True, exist_ok=True)
        say(f"Группа «{group.title}»: участников {len(accounts.codes(group))}, преподавателей {len(group.instructors)}")
    for person in made["accounts"].values():
        for mount in person["mounts"]:
            Path(mount["mountPath"]).mkdir(parents=True, exist_ok=True)
    settings.state.mkdir(parents=True, exist_ok=True)
    path = settings.state / PEOPLE
    write_text(path, json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return path


def people(settings: Settings) -> dict[str, Any]:
    """`{"schema", "groups": {name: {"users"}}, "accounts": {account: {"role", "group", "environment", "mounts"}}}`.

    Raises KitError for an instructor of two groups: a pod has one group's course.
    """
    found: dict[str, Any] = {}
    groups: dict[str, Any] = {}
    for group in settings.groups:
        codes = {group.account(code): code for code in accounts.codes(group)}
        found |= {account: _participant(settings, group, code) for account, code in codes.items()}
        for name in group.instructors:
            if name in found:
                raise KitError(f"Учётная запись {name} занята: в Kubernetes у неё может быть одна группа и одна роль.")
            found[name] = _instructor(settings, group)
        groups |= {group.id: {"users": sorted(codes)}, f"instructors-{group.id}": {"users": list(group.instructors)}}
    return {"schema": 1, "groups": groups, "accounts": found}


def _participant(settings: Settings, group: Group, code: str) -> dict[str, Any]:
    box, home = settings.mailbox(group, code), settings.home(group, code)
    return {
        "role": "participant", "group": group.id,
        "environment": participant(settings, group, code) | {"HOME": str(home), "MENTORING_FONTS": FONTS},
        "mounts": [
            _mount(settings, home), _mount(settings, box / "in"), _mount(settings, box / "out", read_only=True),
            _mount(settings, settings.exchange / group.id / "outbound", read_only=True),
        ],
    }  # fmt: skip


def _instructor(settings: Settings, group: Group) -> dict[str, Any]:
    return {
        "role": "instructor", "group": group.id,
        "environment": grader(settings, group) | {"HOME": str(group.workspace / "home")},
        "mounts": [_mount(settings, group.root), _mount(settings, settings.exchange / group.id)],
    }  # fmt: skip


def _mount(settings: Settings, folder: Path, *, read_only: bool = False) -> dict[str, Any]:
    """The folder of the volume, whose root is where the state's parent lies, at the same place in the pod."""
    try:
        inside = folder.relative_to(settings.state.parent)
    except ValueError:
        raise KitError(f"Папка {folder} лежит вне общего тома {settings.state.parent}.") from None
    mount: dict[str, Any] = {"mountPath": str(folder), "subPath": str(PurePosixPath(inside))}
    return mount | ({"readOnly": True} if read_only else {})
