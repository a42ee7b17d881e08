"""JupyterHub's configuration for a region: `configure(c)` in `jupyterhub_config.py`, decided by `hub.toml`.

Groups are nbgrader courses: participants get a server of their own (Voilà), instructors the group's JupyterLab with the
formgrader, a service that runs under the group's grader account. Tokens carry only what their bearer does.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from tornado import web

from autograder.errors import KitError
from autograder.layout import layout
from mentoring_cli.hub import accounts
from mentoring_cli.hub.settings import Group, Settings, load
from mentoring_cli.serve import SERVING

# What everybody may do, and what the token of everybody's server may: nobody sees others, nobody makes tokens.
ROLES: dict[str, list[str]] = {
    "user": [
        "access:servers!user", "servers!user", "users:activity!user", "read:users:name!user", "read:users:groups!user",
    ],
    "server": [
        "users:activity!user", "access:servers!server", "read:users:name!user", "read:users:groups!user",
    ],
}  # fmt: skip
TEMPLATES = Path(__file__).resolve().parent / "templates"


def configure(c: Any, path: str | os.PathLike | None = None) -> Settings:
    """Sets everything in a traitlets config `c`; returns what was read. Raises KitError with a Russian sentence."""
    settings = load(path)
    people = {group.account(code): (group, code) for group in settings.groups for code in accounts.codes(group)}
    instructors = {name for group in settings.groups for name in group.instructors}
    _hub(c, settings)
    _people(c, settings, people, instructors)
    _spawner(c, settings, people)
    _services(c, settings)
    return settings


def _hub(c: Any, settings: Settings) -> None:
    c.JupyterHub.bind_url = settings.bind
    c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{settings.hub_port}"
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings.proxy_port}"
    c.ConfigurableHTTPProxy.command = settings.proxy
    c.JupyterHub.db_url = settings.database or f"sqlite:///{settings.state / 'jupyterhub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(settings.state / "cookie_secret")
    c.ConfigurableHTTPProxy.pid_file = str(settings.state / "proxy.pid")
    c.JupyterHub.template_paths = [str(TEMPLATES)]
    c.JupyterHub.template_vars = {"product": "Наставничество в образовании"}
    c.JupyterHub.cleanup_servers = False  # a restart of the hub does not take the participants' servers down
    c.JupyterHub.concurrent_spawn_limit = settings.limits.starting
    c.JupyterHub.active_server_limit = settings.limits.servers
    c.JupyterHub.implicit_spawn_seconds = 1
    c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0}
    c.JupyterHub.authenticate_prometheus = True


def _people(c: Any, settings: Settings, people: dict, instructors: set[str]) -> None:
    c.JupyterHub.authenticator_class = "pam"
    c.PAMAuthenticator.open_sessions = False
    c.Authenticator.allowed_users = {*people, *instructors}
    c.Authenticator.allow_all = False
    c.Authenticator.delete_invalid_users = True  # whose account the operator took away leaves the hub's database too
    c.JupyterHub.load_groups = {
        **{g.id: {"users": [name for name, (group, _) in people.items() if group is g]} for g in settings.groups},
        **{f"instructors-{g.id}": {"users": list(g.instructors)} for g in settings.groups},
    }
    ports = {name: group for group in settings.groups for name in group.instructors}

    def front(handler: Any) -> str:
        """Where a person is led after signing in."""
        user = handler.current_user
        if user is not None and user.name in ports:
            return f"/services/{ports[user.name].id}/"
        return handler.hub.base_url + "spawn" if user is not None else handler.hub.base_url + "login"

    c.JupyterHub.default_url = front


def _spawner(c: Any, settings: Settings, people: dict) -> None:
    c.JupyterHub.spawner_class = "mentoring_cli.hub.spawner.AccountSpawner"
    c.Spawner.cmd = [sys.executable, "-m", "mentoring_cli.hub"]
    c.Spawner.start_timeout = 120
    c.Spawner.http_timeout = 90
    c.Spawner.env_keep = ["PATH", "LANG", "LC_ALL", "TZ"]
    for name in ("memory_mb", "processes", "file_mb", "total_mb", "cores"):
        setattr(c.AccountSpawner, name, getattr(settings.limits, name))

    async def whose(spawner: Any) -> None:
        if spawner.user.name not in people:
            raise web.HTTPError(403, "У преподавателя нет своей страницы участника.")
        group, code = people[spawner.user.name]
        spawner.environment = participant(settings, group, code)

    c.Spawner.pre_spawn_hook = whose


def participant(settings: Settings, group: Group, code: str) -> dict[str, str]:
    """What a participant's server knows: whose it is, where works go in and feedback comes out."""
    box, home = settings.mailbox(group, code), settings.home(group, code)
    return {
        "MENTORING_HOME": str(home / "course"), "MENTORING_PARTICIPANT": code,
        "MENTORING_FONTS": str(settings.state.parent / "fonts"),
        "MENTORING_INBOX": str(box / "in"), "MENTORING_MAILBOX_OUT": str(box / "out"),
        "MENTORING_RELEASED": str(settings.exchange / group.id / "outbound"),
        "MENTORING_DATASETS": str(layout().datasets), "MENTORING_KERNEL_MINUTES": str(settings.limits.kernels_minutes),
        "MENTORING_WAITING_SESSIONS": str(settings.limits.waiting_sessions),
        "JUPYTER_PATH": str(SERVING / "jupyter"), "JUPYTER_CONFIG_PATH": str(SERVING / "config"),
        "JUPYTER_NO_CONFIG": "1", "PYTHONSAFEPATH": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
    }  # fmt: skip


def grader(settings: Settings, group: Group) -> dict[str, str]:
    """What the group's JupyterLab and every command in it know."""
    known = {
        "MENTORING_ROOT": str(group.root),
        "MENTORING_EXCHANGE": str(settings.exchange), "MENTORING_COURSE": group.id,
        "JUPYTER_CONFIG_PATH": os.pathsep.join([str(group.root), str(SERVING / "config"), str(SERVING / "instructor")]),
        "JUPYTER_PATH": str(SERVING / "instructor"),
        "JUPYTERHUB_DEFAULT_URL": "/lab", "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.defpath]),
    }  # fmt: skip
    return known | ({"MENTORING_DB": group.database} if group.database else {})


def _services(c: Any, settings: Settings) -> None:
    culler = [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={60 * settings.limits.server_minutes}"]
    services: list[dict[str, Any]] = [{"name": "idle-culler", "command": culler}]
    roles: list[dict[str, Any]] = [
        *({"name": name, "scopes": scopes} for name, scopes in ROLES.items()),
        {
            "name": "idle-culler", "services": ["idle-culler"],
            "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        }
    ]  # fmt: skip
    if settings.metrics_token is not None:
        services.append({"name": "metrics", "api_token": _secret(settings.metrics_token), "display": False})
        roles.append({"name": "metrics", "services": ["metrics"], "scopes": ["read:metrics"]})
    for group in settings.groups:
        services.append({
            "name": group.id, "url": f"http://127.0.0.1:{group.port}", "user": group.grader,
            "command": [sys.executable, "-m", "jupyterhub.singleuser",
                        f"--ServerApp.root_dir={group.root}", "--KernelManager.transport=ipc",
                        # not a login shell: /etc/profile of Debian would take our programs out of PATH
                        "--ServerApp.terminado_settings={'shell_command': ['/bin/bash']}",
                        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"],
            "cwd": str(group.root), "environment": grader(settings, group), "oauth_no_confirm": True,
            "display": False,
        })  # fmt: skip
        roles.append({
            "name": f"instructor-{group.id}", "groups": [f"instructors-{group.id}"],
            "scopes": [f"access:services!service={group.id}"],
        })  # fmt: skip
    c.JupyterHub.services = services
    c.JupyterHub.load_roles = roles


def _secret(path: Path) -> str:
    """A token from a file that only its owner reads. Raises KitError."""
    try:
        token, mode = path.read_text(encoding="ascii").strip(), path.stat().st_mode
    except (OSError, UnicodeDecodeError):
        raise KitError(f"Нет файла {path} с ключом наблюдения: openssl rand -hex 32 > {path}") from None
    if mode & 0o077:
        raise KitError(f"Файл {path} с ключом наблюдения открыт не только владельцу: chmod 600 {path}")
    if len(token) < 32:
        raise KitError(f"Ключ наблюдения в файле {path} короток: openssl rand -hex 32 > {path}")
    return token
