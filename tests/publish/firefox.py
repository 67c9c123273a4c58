"""Drive headless Firefox with WebDriver BiDi."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse
from attrs import define, field


FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox") or "/usr/bin/firefox-esr"
PATIENCE = 60
"""Timeout of a browser that hangs, in seconds."""


@define
class Firefox:
    """A page in Firefox; *errors* are console messages of level error."""

    _socket: ClientWebSocketResponse
    _asked: int = 0
    _page: str = ""
    errors: list[str] = field(factory=list, init=False)

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Run a command and return its result; collect events meanwhile."""
        self._asked += 1
        await self._socket.send_json({"id": self._asked, "method": method, "params": params})
        while True:
            output = await self._socket.receive_json(timeout=PATIENCE)
            if output.get("method") == "log.entryAdded" and output["params"]["level"] == "error":
                self.errors.append(str(output["params"]["text"]))
            if output.get("id") == self._asked:
                assert output["type"] == "success", output
                result: dict[str, Any] = output["result"]
                return result

    async def open(self, address: str) -> None:
        """Open *address* and wait until it has loaded."""
        await self.ask("session.new", capabilities={})
        await self.ask("session.subscribe", events=["log.entryAdded"])
        tree = await self.ask("browsingContext.getTree")
        self._page = tree["contexts"][0]["context"]
        await self.ask("browsingContext.navigate", context=self._page, url=address, wait="complete")

    async def run(self, script: str) -> Any:
        """Evaluate an expression in the page."""
        output = await self.ask(
            "script.evaluate",
            expression=script,
            target={"context": self._page},
            awaitPromise=True,
        )
        assert output["type"] == "success", output
        return output["result"].get("value")


@asynccontextmanager
async def firefox(address: str, profile: Path) -> AsyncIterator[Firefox]:
    """Open *address* in Firefox with a new *profile*; fail without Firefox."""
    process = await asyncio.create_subprocess_exec(
        FIREFOX,
        *("--headless", "--no-remote", "--remote-debugging-port", "0"),
        *("--profile", str(profile)),
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        env={"HOME": str(profile), "MOZ_HEADLESS": "1", "PATH": "/usr/bin:/bin"},
    )
    try:
        async with asyncio.timeout(PATIENCE):
            port = await _port(process)
        async with ClientSession() as session, session.ws_connect(f"{port}/session") as socket:
            page = Firefox(socket)
            await page.open(address)
            yield page
    finally:
        process.terminate()
        await process.wait()


async def _port(process: asyncio.subprocess.Process) -> str:
    """Return the address that the browser listens on."""
    assert process.stderr is not None
    while line := await process.stderr.readline():
        if result := re.search(rb"WebDriver BiDi listening on (ws://\S+)", line):
            return result[1].decode()
    raise AssertionError("Firefox ended before it listened")
