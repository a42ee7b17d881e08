"""The desk inside the instructor's JupyterLab: pages under `<base>/desk`, signed in as Jupyter Server has it.

Enabled by `mentoring_cli/serving/instructor` only, never on a participant's server. On JupyterHub the grader is the
instructor's account; elsewhere as in `app`.
"""

from __future__ import annotations

import os
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from autograder.judging.app import PREFIX, grader_name
from autograder.judging.pages import KEY, routes
from autograder.layout import layout


class _Jupyter(JupyterHandler):
    @property
    def front(self) -> str:
        return url_path_join(self.base_url, PREFIX)

    @property
    def grader(self) -> str:
        if os.environ.get("JUPYTERHUB_API_TOKEN") and self.current_user is not None:
            return str(self.current_user.username)[:128]
        return grader_name()

    async def prepare(self) -> None:
        await super().prepare()
        if not self._finished:
            self._signed_in()

    @web.authenticated
    def _signed_in(self) -> None:
        pass


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "autograder.judging.extension"}]


def _load_jupyter_server_extension(server: Any) -> None:
    server.web_app.settings[KEY] = {"place": layout()}
    server.web_app.add_handlers(".*$", routes(_Jupyter, url_path_join(server.web_app.settings["base_url"], PREFIX)))
