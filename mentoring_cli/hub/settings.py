"""What an operator decides: `hub.toml`. Passwords have no place in it: PostgreSQL is reached by account (peer)."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from autograder.errors import KitError

ACCOUNT = re.compile(r"[a-z_][a-z0-9_-]{0,30}")


def _account(name: str) -> str:
    if not ACCOUNT.fullmatch(name):
        raise ValueError(f"«{name[:40]}» не годится как имя учётной записи: строчные латинские буквы, цифры, «-» и «_»")
    return name


Account = Annotated[str, AfterValidator(_account)]


class Group(BaseModel):
    """One group of participants: an nbgrader course with its own workspace, gradebook and instructors."""

    model_config = ConfigDict(extra="forbid")

    id: Account
    title: str
    grader: Account
    port: int = Field(ge=1024, le=65535)
    root: Path = Field(description="the group's course; its workspace lies in it")
    instructors: tuple[Account, ...] = ()
    database: str = ""

    @property
    def workspace(self) -> Path:
        return self.root / "workspace"

    def account(self, code: str) -> str:
        """The system account of participant `code`."""
        return _account(f"{self.id}-{code}".lower())


class Limits(BaseModel):
    """What one participant's server may take."""

    model_config = ConfigDict(extra="forbid")

    memory_mb: int = Field(4096, ge=512, description="address space of one process")
    processes: int = Field(600, ge=64, description="processes and threads together")
    file_mb: int = Field(200, ge=1)
    total_mb: int = Field(2048, ge=0, description="memory of all processes of one participant, 0: no limit")
    cores: float = Field(2.0, ge=0, description="processors of all processes of one participant, 0: no limit")
    waiting_sessions: int = Field(2, ge=0, le=12, description="sessions for whose pages a kernel waits")
    kernels_minutes: int = Field(10, ge=1, description="an unused page's kernel lives this long")
    server_minutes: int = Field(60, ge=1, description="an unused server lives this long")
    starting: int = Field(8, ge=1, description="servers that may start at the same moment")
    servers: int = Field(0, ge=0, description="servers at the same time, 0: no limit")


class Settings(BaseModel):
    """The whole file. Raises through `load` with one Russian sentence."""

    model_config = ConfigDict(extra="forbid")

    bind: str = "http://127.0.0.1:8000"
    hub_port: int = 8081
    proxy_port: int = 8001
    state: Path = Path("/srv/mentoring/hub")
    exchange: Path = Path("/srv/mentoring/exchange")
    homes: Path = Path("/srv/mentoring/homes")
    database: str = ""
    proxy: str = "configurable-http-proxy"
    metrics_token: Path | None = Field(None, description="file with the token of who reads /hub/metrics; none: nobody")
    limits: Limits = Limits()
    groups: tuple[Group, ...] = Field(min_length=1)

    def mailbox(self, group: Group, code: str) -> Path:
        """Folder through which a participant's works and feedback pass; `in` and `out` lie in it."""
        return self.exchange / group.id / "mailboxes" / code.lower()

    def home(self, group: Group, code: str) -> Path:
        return self.homes / group.account(code)


def load(path: str | os.PathLike | None = None) -> Settings:
    """Settings from `path`, else from the file that env `MENTORING_HUB` names. Raises KitError."""
    file = Path(path or os.environ.get("MENTORING_HUB") or "/etc/mentoring/hub.toml")
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError:
        raise KitError(f"Нет файла настроек {file}: возьмите за образец deploy/hub.toml.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KitError(f"Файл настроек {file} не читается как TOML: {error}.") from None
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise KitError(f"Файл настроек {file}: поле {place} задано неверно ({first['msg']}).") from None
    for name in ("id", "grader", "port", "root"):
        values = [getattr(group, name) for group in settings.groups]
        if len(set(values)) < len(values):
            raise KitError(f"Файл настроек {file}: у двух групп одинаковое поле {name}.")
    return settings
