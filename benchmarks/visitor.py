"""A participant without a browser: signs in, opens a work, answers, hands in, by the page's own requests and messages.

Answers go the page's way: the websocket of the page's kernel, the comms of its forms, `saved` as the receipt. What is
not done is drawing: the processor of the participant's own computer is not the server's.
"""

from __future__ import annotations

import asyncio
import json
import re
import struct
import time
import uuid
from typing import Any

import aiohttp
from yarl import URL

PATIENCE = 60.0  # seconds; the page itself begins to complain after some ten


class Failed(Exception):
    """What a participant would call «не работает»."""


class Visitor:
    """One person at one server. `base`: the address of the person's own pages, with a slash at the end."""

    def __init__(self, base: str):
        self.base = base
        self.http = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=aiohttp.ClientTimeout(total=PATIENCE)
        )

    async def close(self) -> None:
        await self.http.close()

    async def sign_in(self, hub: str, name: str, password: str, seconds: float) -> float:
        """Through the hub's own form until the person's server answers; seconds it took."""
        started = time.monotonic()
        async with self.http.get(f"{hub}/hub/login") as page:
            token = _xsrf(await page.text())
        fields = {"username": name, "password": password, "_xsrf": token}
        async with self.http.post(f"{hub}/hub/login", data=fields) as answer:
            if "login" in answer.url.path:
                raise Failed(f"{name}: the hub does not let in ({answer.status})")
        while time.monotonic() - started < seconds:
            async with self.http.get(self.base) as answer:
                if answer.status == 200 and "/voila/render/" in answer.url.path:
                    return time.monotonic() - started
            async with self.http.get(f"{hub}/hub/spawn/{name}") as answer:  # the page of waiting does it again too
                await answer.read()
            await asyncio.sleep(1.0)
        raise Failed(f"{name}: no server after {seconds:.0f} s")

    async def open(self, path: str) -> Page:
        """The page of a work, with its style and script files, its kernel, and every form at work."""
        started = time.monotonic()
        async with self.http.get(f"{self.base}voila/render/{path}") as answer:
            html = await answer.text()
            if answer.status != 200:
                raise Failed(f"{path}: {answer.status}")
        kernel = re.search(r'"kernelId":\s*"([0-9a-f-]{36})"', html)
        if kernel is None:
            raise Failed(f"{path}: a page without a kernel")
        host = re.match(r"https?://[^/]+", self.base).group()
        files = {found for found in re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"', html)}
        await asyncio.gather(*(self._file(host + name) for name in files))
        page = Page(self, kernel.group(1))
        await page.start()
        page.ready = time.monotonic() - started
        return page

    async def _file(self, address: str) -> None:
        async with self.http.get(address) as answer:
            await answer.read()


class Page:
    """An open page: its forms by task id, each with the comm through which it speaks. `ready`: seconds to open."""

    ready = 0.0

    def __init__(self, visitor: Visitor, kernel: str):
        self.visitor, self.kernel, self.session, self.tab = visitor, kernel, uuid.uuid4().hex, uuid.uuid4().hex
        self.forms: dict[str, str] = {}
        self.revision: dict[str, int] = {}
        self.waiting: dict[tuple[str, str], asyncio.Future] = {}
        self.seq = 0

    async def start(self) -> None:
        self.socket = await self.visitor.http.ws_connect(
            f"{self.visitor.base}api/kernels/{self.kernel}/channels?session_id={self.session}",
            max_msg_size=64_000_000, protocols=(), heartbeat=None,
        )  # fmt: skip
        self.listening = asyncio.create_task(self._listen())
        control = uuid.uuid4().hex
        states = self._expect(control, "update_states")
        await self._send("comm_open", comm_id=control, target_name="jupyter.widget.control", data={},
                         metadata={"version": "1.0.0"})  # fmt: skip
        await self._send("comm_msg", comm_id=control, data={"method": "request_states"})
        found = (await self._within(states))["states"]
        for comm, model in found.items():
            state = model.get("state", {})
            if isinstance(state.get("question"), dict) and "id" in state["question"] and "_esm" in state:
                self.forms[state["question"]["id"]] = comm
        if "hand_in" not in self.forms:
            raise Failed("a page without its forms")
        replies = {task: self._expect(comm, "state") for task, comm in self.forms.items()}
        for comm in self.forms.values():
            await self._custom(comm, type="hello")
        for task, reply in replies.items():
            self.revision[task] = (await self._within(reply))["state"].get("revision", 0)

    async def save(self, task: str, answer: Any) -> float:
        """Seconds from sending an answer to the receipt of its being on disk."""
        self.seq += 1
        reply = self._expect(self.forms[task], "saved")
        started = time.monotonic()
        await self._custom(self.forms[task], type="answer", seq=self.seq, base_revision=self.revision[task],
                           answer=answer, resolves=False)  # fmt: skip
        self.revision[task] = (await self._within(reply))["revision"]
        return time.monotonic() - started

    async def hand_in(self) -> float:
        """Seconds from «Сдать» to «передана преподавателю»."""
        reply = self._expect(self.forms["hand_in"], "handed_in")
        started = time.monotonic()
        await self._custom(self.forms["hand_in"], type="hand_in")
        await self._within(reply)
        return time.monotonic() - started

    async def close(self) -> None:
        """As a page that is left: its kernel is told to end."""
        self.listening.cancel()
        await self.socket.close()
        cookies = self.visitor.http.cookie_jar.filter_cookies(URL(self.visitor.base))
        token = cookies["_xsrf"].value if "_xsrf" in cookies else ""
        address = f"{self.visitor.base}voila/api/shutdown/{self.kernel}"
        async with self.visitor.http.post(address, data={"_xsrf": token}) as answer:
            if answer.status >= 400:
                raise Failed(f"the kernel of a closed page stays: {answer.status}")

    async def _custom(self, comm: str, **content: Any) -> None:
        await self._send("comm_msg", comm_id=comm, data={"method": "custom", "content": {**content, "tab": self.tab}})

    async def _send(self, kind: str, **content: Any) -> None:
        header = {
            "msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self.session, "username": "", "version": "5.3",
            "date": "",
        }  # fmt: skip
        metadata = content.pop("metadata", {})
        await self.socket.send_json(
            {"header": header, "parent_header": {}, "metadata": metadata, "content": content, "channel": "shell",
             "buffers": []}
        )  # fmt: skip

    def _expect(self, comm: str, kind: str) -> asyncio.Future:
        future = self.waiting[(comm, kind)] = asyncio.get_running_loop().create_future()
        return future

    @staticmethod
    async def _within(reply: asyncio.Future) -> dict:
        try:
            return await asyncio.wait_for(reply, PATIENCE)
        except TimeoutError:
            raise Failed(f"no answer in {PATIENCE:.0f} s") from None

    async def _listen(self) -> None:
        async for message in self.socket:
            data = _parsed(message)
            if data is None or data["header"]["msg_type"] not in ("comm_msg",):
                continue
            content = data["content"]["data"]
            said = content.get("content", {}) if content.get("method") == "custom" else content
            kind = said.get("type") or said.get("method")
            comm = data["content"]["comm_id"]
            if kind in ("refused", "conflict"):
                for (waiting, _), future in self.waiting.items():
                    if waiting == comm and not future.done():
                        future.set_exception(Failed(f"{kind}: {said.get('message', '')}"))
            future = self.waiting.get((comm, kind))
            if future is not None and not future.done():
                future.set_result(said)
        for future in self.waiting.values():
            if not future.done():
                future.set_exception(Failed("the page lost its kernel"))


def _xsrf(html: str) -> str:
    found = re.search(r'name="_xsrf" value="([^"]+)"', html)
    return found.group(1) if found else ""


def _parsed(message: aiohttp.WSMessage) -> dict | None:
    """A kernel's message; binary ones (with buffers) carry their JSON first."""
    if message.type == aiohttp.WSMsgType.TEXT:
        return json.loads(message.data)
    if message.type != aiohttp.WSMsgType.BINARY:
        return None
    count = struct.unpack("!I", message.data[:4])[0]
    offsets = struct.unpack(f"!{count}I", message.data[4 : 4 * (count + 1)])
    end = offsets[1] if count > 1 else len(message.data)
    return json.loads(message.data[offsets[0] : end])
