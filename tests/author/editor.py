"""An editor with a YAML language server: opens a file, hovers, reads diagnostics."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any


VERSION = "1.25.0"
"""Version of yaml-language-server; 2.0 needs a newer Node than many machines have."""
PATIENCE = 120
"""Seconds after which a server that hangs is ended, so that a test fails and does not wait."""
SETTINGS = {
    "yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
}

Json = dict[str, Any]


def install(folder: Path) -> None:
    """Install the server into *folder* with npm, which must be there."""
    wanted = f"yaml-language-server@{VERSION}"
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    subprocess.run(["npm", "install", "--prefix", str(folder), *quiet, wanted], check=True)


def server(folder: Path) -> Sequence[str]:
    """Return the command that runs the server installed in *folder*."""
    return ["node", str(folder / "node_modules/yaml-language-server/bin/yaml-language-server")]


class Editor:
    """Speaks the language server protocol over the pipes of a *process*."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._asked = 0

    def begin(self) -> None:
        """Shake hands."""
        documents: Json = {"completion": {}, "hover": {}, "publishDiagnostics": {}}
        able = {"textDocument": documents, "workspace": {"configuration": True}}
        self._ask("initialize", {"processId": None, "rootUri": None, "capabilities": able})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def end(self) -> int:
        """End the session as an editor does; the exit code of the server."""
        self._ask("shutdown", None)
        self._tell("exit", None)
        return self._process.wait(PATIENCE)

    def opened(self, path: Path, text: str) -> list[tuple[int, str]]:
        """Open a file with *text*, once for each *path*; lines from 1, and what is marked there."""
        uri = path.as_uri()
        document = {"uri": uri, "version": 1, "languageId": "yaml", "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return self._marked(uri)

    def changed(self, path: Path, text: str, version: int) -> list[tuple[int, str]]:
        """Change an open file to *text*; lines from 1, and what is marked there."""
        document = {"uri": path.as_uri(), "version": version}
        changes = [{"text": text}]
        self._tell("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
        return self._marked(path.as_uri(), version)

    def definition(self, path: Path, line: int, column: int) -> tuple[int, int]:
        """Where the name at a place is defined; all from 1."""
        result = self._ask("textDocument/definition", _place(path, line, column))
        start = result["range"]["start"]
        return start["line"] + 1, start["character"] + 1

    def renamed(self, path: Path, line: int, column: int, name: str) -> Json | None:
        """The changes of each file, by its address, that give the name at a place a new *name*."""
        result = self._ask("textDocument/rename", {**_place(path, line, column), "newName": name})
        return None if result is None else dict(result["changes"])

    def _marked(self, uri: str, version: int | None = None) -> list[tuple[int, str]]:
        for message in self._heard():
            output = message.get("params", {})
            if (
                message.get("method") == "textDocument/publishDiagnostics"
                and output["uri"] == uri
                and version in (None, output.get("version"))
            ):
                return [
                    (d["range"]["start"]["line"] + 1, d["message"]) for d in output["diagnostics"]
                ]
        raise AssertionError("the server ended before it told any problems")

    def hover(self, path: Path, line: int, column: int) -> str:
        """Return the hover text at a position; lines and columns from 1."""
        result = self._ask("textDocument/hover", _place(path, line, column))
        return str(result["contents"]["value"])

    def offers(self, path: Path, line: int, column: int) -> list[str]:
        """The names that are offered at a place."""
        result = self._ask("textDocument/completion", _place(path, line, column))
        return [item["label"] for item in result["items"]]

    def _ask(self, method: str, params: Json | None) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        for message in self._heard():
            if message.get("id") == self._asked and "method" not in message:
                return message["result"]
        raise AssertionError(f"the server ended before it answered {method}")

    def _tell(self, method: str, params: Json | None) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _heard(self) -> Iterator[Json]:
        """
        Every message of the server until it ends; its own questions are answered.

        A server that is listened to for ``PATIENCE`` seconds is killed.
        """
        pipe = self._process.stdout
        assert pipe is not None
        watch = Timer(PATIENCE, self._process.kill)
        watch.start()
        try:
            while head := pipe.readline():
                length = int(head.partition(b":")[2])
                while pipe.readline().strip():
                    pass
                message = json.loads(pipe.read(length))
                if "method" in message and "id" in message:
                    self._send({"id": message["id"], "result": self._answer(message)})
                yield message
        finally:
            watch.cancel()

    def _answer(self, message: Json) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [SETTINGS.get(item["section"]) for item in message["params"]["items"]]


def _place(path: Path, line: int, column: int) -> Json:
    position = {"line": line - 1, "character": column - 1}
    return {"textDocument": {"uri": path.as_uri()}, "position": position}


@contextmanager
def running(command: Sequence[str]) -> Iterator[Editor]:
    """An editor whose server runs as *command*, and is ended afterwards."""
    with subprocess.Popen(
        [*command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            editor = Editor(process)
            editor.begin()
            yield editor
        finally:
            process.kill()
