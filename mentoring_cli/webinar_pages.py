"""A webinar served: the slides and one Voilà page with their live exercises, on this machine only."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from autograder.layout import layout
from mentoring_cli import serve
from publishing.webinar.live import served
from publishing.webinar.make import material, sessions
from publishing.webinar.selection import Webinar


def prepare(webinar: Webinar, folder: Path, own_data: Path | None = None) -> Path:
    """The folder that is served: the deck and the notebook of its live things."""
    shown, _ = material(webinar, own_data)
    return served(webinar, shown, folder)


def server(webinar: Webinar, folder: Path, port: int, own_data: Path | None = None) -> serve.Server:
    """How the folder is served; the address opens the slides."""
    token = serve.new_token()
    env = serve.environment(
        MENTORING_DATASETS=str(layout().datasets),
        MENTORING_OWN_DATA=str(own_data or layout().workspace / "own_data"),
    )
    for name in ("MENTORING_PARTICIPANT", "MENTORING_SESSION", "AUTOGRADER_ROLE"):
        env.pop(name, None)
    env = serve.knowing(env, token)
    command = serve.voila_command(folder, port, asks=True)
    command.append(r"--VoilaConfiguration.file_allowlist=slides\.html")
    return serve.Server(
        f"Вебинар «{webinar.title}»", command, env, f"http://127.0.0.1:{port}/voila/files/slides.html?token={token}"
    )


def serve_webinar(webinar: Webinar, port: int, say: Callable[[str], None], own_data: Path | None = None) -> int:
    """Serve until Ctrl+C; returns an exit code."""
    folder = layout().workspace / "webinars" / webinar.name
    shutil.rmtree(folder, ignore_errors=True)
    say(f"Выполняю занятия, из которых собраны слайды ({sessions(webinar)}): обычно меньше минуты…")
    prepare(webinar, folder, own_data)
    say("Слайды с живыми упражнениями (первое открывается через несколько секунд):")
    return serve.serve([server(webinar, folder, serve.free_port(port), own_data)], say)
