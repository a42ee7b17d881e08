"""Roles on the real hub: a participant opens the own server and makes no tokens, for that needs rights nobody gave."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from yarl import URL

from benchmarks.visitor import Visitor


def test_a_participant_makes_no_tokens_and_starts_nobody_elses_server(region):
    name, other = region.account("u02"), region.account("u03")

    async def tried() -> list[tuple[int, str]]:
        visitor = Visitor(f"{region.address}/user/{name}/")
        try:
            await visitor.sign_in(region.address, name, region.password, 180)
            cookies = visitor.http.cookie_jar.filter_cookies(URL(f"{region.address}/hub/"))
            headers = {"X-XSRFToken": cookies["_xsrf"].value}
            found = []
            for path in (f"users/{name}/tokens", f"users/{other}/server", "users", "groups/x/users"):
                address = f"{region.address}/hub/api/{path}"
                async with visitor.http.post(address, json={"usernames": ["x"]}, headers=headers) as answer:
                    found.append((answer.status, await answer.text()))
            return found
        finally:
            await visitor.close()

    with ThreadPoolExecutor(1) as thread:  # Playwright's loop runs in this one
        answers = thread.submit(asyncio.run, tried()).result()
    assert all(status in (403, 404) for status, _ in answers), answers
    assert "permissions" in answers[0][1], "refused for want of rights, not for another reason"
