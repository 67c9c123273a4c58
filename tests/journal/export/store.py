"""A learning record store on this machine, as the specification has it and no larger."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from attrs import define, field


Answer = tuple[int, dict[str, str]] | tuple[int, dict[str, str], bytes]


@define
class Store:
    """
    The *statements* it has, by id, and how it was asked.

    It first gives the answers in *first*, each a code with its headers and perhaps a
    body, None for hanging up, and only then takes statements; with a *key* only from who has it. It
    takes at most *most* at once, and shows what it has unless it is *closed*.
    """

    address: str = ""
    key: str | None = None
    most: int = 1_000
    closed: bool = False
    first: list[Answer | None] = field(factory=list)
    statements: dict[str, dict[str, Any]] = field(factory=dict)
    asked: list[tuple[str, dict[str, str], int]] = field(factory=list)

    def take(self, sent: list[dict[str, Any]]) -> int:
        """The answer to *sent*: all or none are stored."""
        if len(sent) > self.most:
            return 413
        if any(self.statements.get(item["id"], item) != item for item in sent):
            return 409
        self.statements |= {item["id"]: item for item in sent}
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
                    self.answer(answer[0], answer[1], answer[2] if len(answer) > 2 else None)
                return
            given = self.headers.get("Authorization", "").removeprefix("Basic ")
            if store.key is not None and b64decode(given).decode() != store.key:
                self.answer(401, {})
                return
            code = store.take(sent)
            ids = json.dumps([item["id"].upper() for item in sent]).encode()
            self.answer(code, {}, ids if code == 200 else None)

        def do_GET(self) -> None:
            (wanted,) = parse_qs(urlsplit(self.path).query)["statementId"]
            kept = None if store.closed else store.statements.get(wanted)
            if kept is None:
                self.answer(404, {})
            else:
                self.answer(200, {}, json.dumps(kept).encode())

        def answer(self, code: int, headers: dict[str, str], body: bytes | None = None) -> None:
            body = b"no\nthanks \x1b[2J" if body is None else body
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

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
