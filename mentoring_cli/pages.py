"""The participant's pages: Voilà, whose files are given to those who may open the pages and to nobody else.

Started as `python -m mentoring_cli.pages FOLDER …` with Voilà's own options; under JupyterHub `hub.door` adds sign-in.
"""

from __future__ import annotations

from typing import Any

import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from voila.app import Voila
from voila.static_file_handler import AllowListFileHandler


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
        """A page of a folder is read, it runs nothing."""
        return "sandbox allow-popups; frame-ancestors 'none'"

    def compute_etag(self) -> str | None:
        return AllowListFileHandler.compute_etag(self)


class Pages(Voila):
    """Voilà with closed files."""

    def init_handlers(self) -> list[Any]:
        return [
            (handler[0], ClosedFiles, *handler[2:]) if handler[1] is AllowListFileHandler else handler
            for handler in super().init_handlers()
        ]


main = Pages.launch_instance

if __name__ == "__main__":
    main()
