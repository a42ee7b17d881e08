"""The desk as a server of its own (`mentoring desk`): this machine only, opened by the token of the run.

The token comes in the address once and goes into a signed cookie; without it there is nothing but a refusal.
"""

from __future__ import annotations

import getpass
import hmac
import os
import secrets
from contextlib import suppress
from typing import Any

from tornado import web
from tornado.httpserver import HTTPServer

from autograder.judging.pages import KEY, routes
from autograder.layout import Layout

PREFIX = "/desk"


class _Own(web.RequestHandler):
    """A handler that asks for the token of the run."""

    front = PREFIX

    @property
    def grader(self) -> str:
        return self.settings["grader"]

    def prepare(self) -> None:
        token = self.settings["token"]
        given = self.get_query_argument("token", "")
        if given and hmac.compare_digest(given.encode(), token.encode()):
            self.set_signed_cookie(self.settings["cookie"], "1", httponly=True, samesite="Strict", path="/")
            if self.request.method == "GET":  # the token stays in no address bar, history or referrer
                self.redirect(self.request.path)
                return
        elif self.get_signed_cookie(self.settings["cookie"]) != b"1":
            raise web.HTTPError(403)


def grader_name() -> str:
    """Who marks: env `MENTORING_GRADER`, else the login of this machine."""
    name = os.environ.get("MENTORING_GRADER", "").strip()
    with suppress(Exception):
        name = name or getpass.getuser()
    return (name or "преподаватель")[:128]


def application(place: Layout, token: str, grader: str = "") -> web.Application:
    """The desk of one course."""
    own = secrets.token_hex(4)  # cookies know no ports: two desks, or a JupyterLab, of one browser keep apart
    settings: dict[str, Any] = {
        "cookie": f"desk_{own}", "xsrf_cookie_name": f"desk_xsrf_{own}",
        "token": token, "grader": grader[:128] or grader_name(), "cookie_secret": secrets.token_hex(32),
        "xsrf_cookies": True, "xsrf_cookie_kwargs": {"samesite": "Strict"}, KEY: {"place": place},
    }  # fmt: skip
    return web.Application(
        [("/", web.RedirectHandler, {"url": PREFIX}), *routes(_Own, PREFIX)], log_function=lambda _: None, **settings
    )


async def serve(place: Layout, port: int, token: str, grader: str = "") -> HTTPServer:
    """Starts listening on this machine; must run in an event loop."""
    server = HTTPServer(application(place, token, grader), max_body_size=1_000_000)
    server.listen(port, "127.0.0.1")
    return server
