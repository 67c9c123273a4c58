"""A minimal learning record store with a cmi5 launch for one course."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode
from zipfile import ZipFile

from aiohttp import web
from attrs import Factory, define


TOKEN = "dG9rZW4="
REGISTRATION = "3f0b7a52-6c1e-4d2a-9b8f-000000000007"
ACTOR = {"objectType": "Agent", "account": {"homePage": "http://people.example", "name": "7"}}
UNIT = "http://platform.example/unit/1"
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
PUBLISHER = "https://two-hats.example/course/smoke-on-ward-six/play"
TEMPLATE = {
    "extensions": {SESSION: "session-1"},
    "contextActivities": {"grouping": [{"id": PUBLISHER}]},
}
"""The context required in every statement."""


@define
class Store:
    """
    A server of *course* that records its *statements*, in order, and *documents*.

    *launch* is the launch data besides the context; *home* is the address while it runs.
    Reading or writing a document named in *broken* fails.
    """

    course: ZipFile
    launch: dict[str, Any] = Factory(lambda: {"launchMode": "Normal", "moveOn": "Completed"})
    statements: list[dict[str, Any]] = Factory(list)
    documents: dict[str, Any] = Factory(dict)
    broken: set[str] = Factory(set)
    asked: list[str] = Factory(list)
    home: str = ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Store]:
        """Run the platform on a local port."""
        app = web.Application(client_max_size=2**22)
        app.router.add_route("*", "/{path:.*}", self._serve)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.home = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        self.launch["returnURL"] = f"{self.home}back"
        try:
            yield self
        finally:
            await runner.cleanup()

    @property
    def address(self) -> str:
        """Return the launch address of the course."""
        query = {
            "endpoint": f"{self.home}lrs/",
            "fetch": f"{self.home}token",
            "actor": json.dumps(ACTOR),
            "registration": REGISTRATION,
            "activityId": UNIT,
        }
        return f"{self.home}course/index.html?{urlencode(query)}"

    async def _serve(self, request: web.Request) -> web.Response:
        """Answer a request of the course."""
        path = request.match_info["path"]
        self.asked.append(f"{request.method} {path}")
        if path.startswith("course/"):
            body = self.course.read(path.removeprefix("course/")).decode()
            return web.Response(text=body, content_type="text/html")
        if path == "token":
            return web.json_response({"auth-token": TOKEN})
        if path == "back":
            return web.Response(text="<title>Back</title>", content_type="text/html")
        if path == "favicon.ico":
            return web.Response(status=204)
        assert request.headers["Authorization"] == f"Basic {TOKEN}"
        assert request.headers["X-Experience-API-Version"] == "1.0.3"
        return await self._answer(path, request)

    async def _answer(self, path: str, request: web.Request) -> web.Response:
        if path == "lrs/statements":
            assert request.method == "POST"
            self.statements.append(await request.json())
            return web.json_response([self.statements[-1]["id"]])
        query = request.query
        assert json.loads(query["agent"]) == ACTOR
        if path == "lrs/agents/profile":
            return web.json_response({"languagePreference": "en"})
        assert path == "lrs/activities/state"
        assert (query["activityId"], query["registration"]) == (UNIT, REGISTRATION)
        name = query["stateId"]
        if name in self.broken:
            return web.Response(status=500)
        if request.method == "PUT":
            self.documents[name] = await request.json()
            return web.Response(status=204)
        if name == "LMS.LaunchData":
            return web.json_response({"contextTemplate": TEMPLATE, **self.launch})
        return web.json_response(self.documents.get(name, {}))

    def of_verb(self, name: str, *, defined: bool = True) -> list[dict[str, Any]]:
        """Return the statements with the verb *name*, about the unit or about other objects."""
        return [
            item
            for item in self.statements
            if item["verb"]["id"].endswith(f"/{name}") and (item["object"]["id"] == UNIT) == defined
        ]
