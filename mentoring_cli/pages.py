"""The participant's pages: Voilà, whose files are given to those who may open the pages and to nobody else.

Started as `python -m mentoring_cli.pages FOLDER …` with Voilà's own options; under JupyterHub `hub.door` adds sign-in.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import unquote

import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from voila.app import Voila
from voila.static_file_handler import AllowListFileHandler

from mentoring.pickup import FEEDBACK


class ClosedFiles(JupyterHandler, AllowListFileHandler):
    """Voilà's handler of files of the folder asks nobody who they are; feedback and documents lie there."""

    @tornado.web.authenticated
    async def head(self, path: str) -> None:
        await AllowListFileHandler.get(self, path, include_body=False)

    @tornado.web.authenticated
    async def get(self, path: str, include_body: bool = True) -> None:
        await AllowListFileHandler.get(self, path, include_body)

    @property
    def content_security_policy(self) -> str:
        """A page of feedback is read, it runs nothing; a served deck of slides is the kit's own and has its script."""
        held = "frame-ancestors 'none'"
        return f"sandbox allow-popups; {held}" if f"/files/{FEEDBACK}/" in unquote(self.request.path) else held

    def compute_etag(self) -> str | None:
        return AllowListFileHandler.compute_etag(self)


class Pages(Voila):
    """Voilà with closed files."""

    def init_handlers(self) -> list[Any]:
        return [
            (handler[0], ClosedFiles, *handler[2:]) if handler[1] is AllowListFileHandler else handler
            for handler in super().init_handlers()
        ]


def main() -> None:
    """The token comes in the environment (`serve.knowing`) and stays in this process: kernels inherit no token."""
    token = os.environ.pop("JUPYTER_TOKEN", "")
    Pages.launch_instance(**({"token": token} if token else {}))


if __name__ == "__main__":
    main()
