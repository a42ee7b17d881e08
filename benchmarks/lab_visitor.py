"""The same person in plain JupyterLab: a session, all cells run, the notebook saved as JupyterLab saves it."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from typing import Any

import aiohttp

from benchmarks.visitor import PATIENCE, Failed, _parsed


class LabVisitor:
    """One person at one JupyterLab server without a token. `base`: its address with a slash at the end."""

    def __init__(self, base: str):
        self.base = base
        self.http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        self.notebook: dict[str, Any] = {}

    async def close(self) -> None:
        await self.http.close()

    async def open(self, path: str) -> float:
        """Seconds until JupyterLab's page is there, the notebook has a kernel and every cell has run."""
        started, self.path = time.monotonic(), path
        await self._get("lab")
        self.notebook = json.loads(await self._get(f"api/contents/{path}?content=1"))["content"]
        asked = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        async with self.http.post(f"{self.base}api/sessions", json=asked) as answer:
            if answer.status != 201:
                raise Failed(f"no session: {answer.status}")
            kernel = (await answer.json())["kernel"]["id"]
        session = uuid.uuid4().hex
        self.socket = await self.http.ws_connect(
            f"{self.base}api/kernels/{kernel}/channels?session_id={session}", max_msg_size=64_000_000
        )
        for cell in self.notebook["cells"]:
            if cell["cell_type"] == "code":
                await self._run(session, cell["source"])
        return time.monotonic() - started

    async def save(self) -> float:
        """Seconds of writing the notebook."""
        started = time.monotonic()
        body = {"type": "notebook", "format": "json", "content": self.notebook}
        async with self.http.put(f"{self.base}api/contents/{self.path}", json=body) as answer:
            if answer.status != 200:
                raise Failed(f"not saved: {answer.status}")
            await answer.read()
        return time.monotonic() - started

    async def _get(self, path: str) -> str:
        async with self.http.get(self.base + path) as answer:
            if answer.status != 200:
                raise Failed(f"{path}: {answer.status}")
            return await answer.text()

    async def _run(self, session: str, source: str) -> None:
        asked = uuid.uuid4().hex
        header = {"msg_id": asked, "msg_type": "execute_request", "session": session, "username": "", "version": "5.3",
                  "date": ""}  # fmt: skip
        content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        await self.socket.send_json({"header": header, "parent_header": {}, "metadata": {}, "content": content,
                                     "channel": "shell", "buffers": []})  # fmt: skip
        async with asyncio.timeout(PATIENCE):
            while True:
                data = _parsed(await self.socket.receive())
                if data is None:
                    raise Failed("JupyterLab lost its kernel")
                if data["parent_header"].get("msg_id") == asked and data["header"]["msg_type"] == "execute_reply":
                    return
