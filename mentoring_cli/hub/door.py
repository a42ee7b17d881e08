"""The participant's server under JupyterHub: Voilà with pre-heated kernels behind the hub's own sign-in.

Started by the hub for one person, under that person's account. Reads the hub's environment (`JUPYTERHUB_*`), first
takes what the instructor has put out, then serves the home; tells the hub of activity; ends on SIGTERM.
There is no JupyterLab, no terminal and no file manager in it.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlparse

import tornado.ioloop
import tornado.web
from jupyterhub._version import __version__ as hub_version
from jupyterhub.httpclient import fetch
from jupyterhub.services.auth import HubOAuth
from jupyterhub.singleuser.extension import JupyterHubAuthorizer, JupyterHubIdentityProvider
from jupyterhub.utils import isoformat
from traitlets import default

from mentoring.pickup import pick_up
from mentoring_cli.pages import Pages
from mentoring_cli.serve import cold_pages, cold_works, voila_options

FRONT = "voila/render/index.ipynb"
TELL_EVERY = 120  # seconds between two words to the hub about activity


class Provider(JupyterHubIdentityProvider):
    """Sign-in through the hub. The hub's token stays in this process: kernels inherit the environment."""

    api_token = ""

    @default("hub_auth")
    def _hub_auth(self) -> HubOAuth:
        return HubOAuth(parent=self, api_token=self.api_token)


class ToFront(tornado.web.RequestHandler):
    """The root of the server leads to the course map; the map itself asks who is there."""

    def get(self) -> None:
        self.set_header("X-JupyterHub-Version", hub_version)  # the hub looks for it when the server starts
        self.redirect(self.settings["base_url"] + FRONT)


class Door(Pages):
    """The pages, knowing the hub. Its settings are the command line of `main`."""

    last_asked: datetime | None = None

    def init_settings(self) -> dict:
        settings = super().init_settings()
        settings["headers"] = {
            "Content-Security-Policy": "frame-ancestors 'none'", "X-JupyterHub-Version": hub_version
        }  # fmt: skip
        settings["log_function"] = self._note_request
        return settings

    def init_handlers(self) -> list:
        base = self.base_url.rstrip("/")
        own = {"/logout", "/oauth_callback"}
        handlers = [
            (base + handler[0], *handler[1:]) if handler[0] in own else handler for handler in super().init_handlers()
        ]
        return [(base + "/?", ToFront), *handlers]

    def listen(self) -> None:
        tornado.ioloop.IOLoop.current().add_callback(self._keep_telling)
        super().listen()

    def _note_request(self, handler: tornado.web.RequestHandler) -> None:
        if handler.get_status() < 400 and getattr(handler, "_jupyterhub_user", None) is not None:
            self.last_asked = datetime.now(UTC)

    def _last_activity(self) -> datetime | None:
        kernels = [getattr(self.kernel_manager.get_kernel(id), "last_activity", None)
                   for id in self.kernel_manager.list_kernel_ids()]  # fmt: skip
        moments = [m for m in [*self._typed(kernels), self.last_asked] if m is not None]
        return max(moments, default=None)

    @staticmethod
    def _typed(moments: list) -> list[datetime]:
        return [m if m.tzinfo else m.replace(tzinfo=UTC) for m in moments if isinstance(m, datetime)]

    async def _keep_telling(self) -> None:
        """The hub ends servers that nobody uses; a page that is only read keeps its websocket and counts too."""
        address, name = os.environ.get("JUPYTERHUB_ACTIVITY_URL"), os.environ.get("JUPYTERHUB_SERVER_NAME", "")
        told: datetime | None = None
        while address:
            moment = self._last_activity()
            if moment and moment != told:
                said = {"last_activity": isoformat(moment)}
                try:
                    await fetch(
                        address, method="POST", data=json.dumps({"servers": {name: said}, **said}),
                        headers={
                            "Authorization": f"token {self.identity_provider.token}",
                            "Content-Type": "application/json",
                        },
                    )  # fmt: skip
                    told = moment
                except Exception as error:  # the hub may be restarting: work goes on, the next turn tells it
                    self.log.warning("activity not told: %s", error)
            await asyncio.sleep(TELL_EVERY)


def arguments(home: Path) -> list[str]:
    """The command line of Voilà for this participant, out of the hub's environment. Raises KeyError outside a hub."""
    url, minutes = urlparse(os.environ["JUPYTERHUB_SERVICE_URL"]), int(os.environ.get("MENTORING_KERNEL_MINUTES", "10"))
    waiting = int(os.environ.get("MENTORING_WAITING_SESSIONS", "2"))
    return [
        str(home), "--no-browser", f"--port={url.port}", f"--Voila.ip={url.hostname}", "--Voila.port_retries=0",
        f"--Voila.base_url={os.environ['JUPYTERHUB_SERVICE_PREFIX']}", "--Voila.auto_token=True",
        f"--Voila.identity_provider_class={__name__}.Provider",
        f"--Voila.authorizer_class={JupyterHubAuthorizer.__module__}.JupyterHubAuthorizer",
        *voila_options(cold_pages(home, waiting) + cold_works(home), minutes=minutes),
    ]  # fmt: skip


def main() -> None:
    os.umask(0o027)  # the mailbox hands its group down; the home itself is closed to all others
    home = Path(os.environ["MENTORING_HOME"])
    _prepare(home)
    os.chdir(home)
    options = arguments(home)
    Provider.api_token = os.environ.pop("JUPYTERHUB_API_TOKEN")
    os.environ.pop("JPY_API_TOKEN", None)
    Door.launch_instance(argv=options)


def _prepare(home: Path) -> None:
    """The participant's own files, written with the participant's own rights."""
    from autograder.layout import layout
    from mentoring_cli.home import lay_out

    home.mkdir(parents=True, exist_ok=True)
    lay_out(home, os.environ["MENTORING_PARTICIPANT"], layout().root / "course")
    pick_up(home)
    _take_fonts()


def _take_fonts() -> None:
    """The list of fonts that the operator made for all; without it the first chart looks for them itself."""
    made = Path(os.environ.get("MENTORING_FONTS") or "/nonexistent")
    own = Path(os.environ.setdefault("MPLCONFIGDIR", str(Path.home() / ".cache" / "matplotlib")))
    for source in made.glob("fontlist-*.json"):
        if not (own / source.name).exists():
            own.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, own / source.name)
