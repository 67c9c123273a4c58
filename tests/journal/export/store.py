"""A learning record store on this machine, as the specification has it and no larger."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from attrs import define, field


@define
class Store:
    """
    The *statements* it has, by id, and how it was asked.

    It first gives the answers in *first*, each a code with its headers, None for
    hanging up, and only then takes statements; with a *key* only from who has it.
    """

    address: str = ""
    key: str | None = None
    first: list[tuple[int, dict[str, str]] | None] = field(factory=list)
    statements: dict[str, dict[str, Any]] = field(factory=dict)
    asked: list[tuple[str, dict[str, str], int]] = field(factory=list)

    def take(self, sent: list[dict[str, Any]]) -> int:
        """The answer to *sent*: all or none are stored."""
        if any(self.statements.get(one["id"], one) != one for one in sent):
            return 409
        self.statements |= {one["id"]: one for one in sent}
        return 200


@contextmanager
def running(store: Store) -> Iterator[Store]:
    """*store* with an address, until it is left."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            store.asked.append((self.path, dict(self.headers), len(sent)))
            if store.first:
                answer = store.first.pop(0)
                if answer is not None:
                    self.answer(*answer)
                return
            given = self.headers.get("Authorization", "").removeprefix("Basic ")
            if store.key is not None and b64decode(given).decode() != store.key:
                self.answer(401, {})
                return
            self.answer(store.take(sent), {})

        def answer(self, code: int, headers: dict[str, str]) -> None:
            body = b"[]" if code == 200 else b"no\nthanks \x1b[2J"
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    store.address = f"http://127.0.0.1:{server.server_port}/xapi"
    try:
        yield store
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
