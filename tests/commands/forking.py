"""
Run an installed script in forks of one process that has loaded the game.

Most of the time of a short command is Python's start and its imports. A ``ForkServer`` pays for
them once: it starts this file with the interpreter of the environment, which imports every module
of the game and then, for each request, forks a process that runs the script. That process has its
own arguments, folder, environment, standard streams and exit code.

It differs from a started one in two ways. It has not started, so a test of the start itself, of
signals, terminals or crashes starts the script, and so does ``Player.run`` with a variable that
may be read at the start. And it ends by ``os._exit``, once its streams are flushed.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn, Self


LATER = {"HOME", "TWO_HATS_DATA", "TWO_HATS_LRS_KEY", "TZ"}
"""Variables that are read when a command runs; any other may be read at the start."""
PATIENCE = 60.0
"""Seconds after which a process is taken for one that never ends."""


class ForkServer:
    """Runs *script* with *python*, in *environment* and what is ``LATER``."""

    def __init__(self, python: Path, script: Path, environment: Mapping[str, str]) -> None:
        """Start the process that is forked."""
        self._environment = {k: v for k, v in environment.items() if k not in LATER}
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [python, __file__, str(theirs.fileno()), script],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def __enter__(self) -> Self:
        """Return the server."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process that is forked."""
        self._control.close()
        self._process.wait(PATIENCE)

    def fits(self, environment: Mapping[str, str]) -> bool:
        """Return whether a fork is like a process that starts in *environment*."""
        return {k: v for k, v in environment.items() if k not in LATER} == self._environment

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], typed: bytes
    ) -> subprocess.CompletedProcess[bytes]:
        """Run the script in *folder* with *typed* in stdin's pipe, as ``subprocess.run`` does."""
        (stdin, typing), (printed, stdout), (reported, stderr) = (os.pipe() for _ in range(3))
        theirs = (stdin, stdout, stderr)
        with (
            open(printed, "rb") as output,
            open(reported, "rb") as errors,
            ThreadPoolExecutor(3) as pool,
        ):
            texts = [pool.submit(stream.read) for stream in (output, errors)]
            pool.submit(_type, typing, typed)
            try:
                code = self.call(arguments, folder, environment, theirs)
            finally:
                for descriptor in theirs:
                    os.close(descriptor)
            return subprocess.CompletedProcess(arguments, code, *(text.result() for text in texts))

    def call(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        streams: Sequence[int],
    ) -> int:
        """
        Run the script with the descriptors *streams* for stdin, stdout and stderr.

        Returns the exit code, which is negative for a signal, as in ``subprocess``.
        """
        ours, theirs = socket.socketpair()
        with ours, ours.makefile(encoding="ascii") as reply:
            with theirs:
                socket.send_fds(self._control, [b"."], [*streams, theirs.fileno()])
            ours.sendall(json.dumps([arguments, str(folder), dict(environment)]).encode())
            ours.shutdown(socket.SHUT_WR)
            child = int(reply.readline())
            ours.settimeout(PATIENCE)
            try:
                return int(reply.readline())
            except TimeoutError:
                os.kill(child, signal.SIGKILL)
                raise


def _type(descriptor: int, typed: bytes) -> None:
    with open(descriptor, "wb") as pipe:
        pipe.write(typed)


def _serve(control: socket.socket, script: str) -> None:
    """Fork for each request on *control*, until its other end is closed."""
    for module in pkgutil.walk_packages(importlib.import_module("game").__path__, "game."):
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:  # an extra, which is not installed
            if str(error.name).startswith("game"):
                raise
    gc.collect()
    gc.freeze()  # else each child would copy what its collector looks through
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 4)
        if not message:
            return
        with socket.socket(fileno=descriptors.pop()) as reply:
            request = json.load(reply.makefile(encoding="ascii"))
            child = os.fork()
            if not child:
                try:
                    control.close()
                    reply.close()
                    _run(script, descriptors, *request)
                finally:
                    os._exit(1)
            for descriptor in descriptors:
                os.close(descriptor)
            reply.sendall(b"%d\n" % child)
            _, status = os.waitpid(child, 0)
            reply.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def _run(
    script: str,
    descriptors: Sequence[int],
    arguments: Sequence[str],
    folder: str,
    environment: Mapping[str, str],
) -> NoReturn:
    """Run *script* in this process, as ``python script`` does, and end it."""
    code: object = 1
    try:
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
            os.close(descriptor)
        for number, name in enumerate(("stdin", "stdout", "stderr")):
            _open(number, name)
        os.chdir(folder)
        os.environ.update(environment)
        time.tzset()
        sys.argv = [script, *arguments]
        sys.path[0] = os.path.dirname(script)
        runpy.run_path(script, run_name="__main__")
        code = 0
    except SystemExit as end:
        code = end.code or 0
        if not isinstance(code, int):
            print(code, file=sys.stderr)
            code = 1
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except Exception:
            code = 120  # as Python ends in that case
            traceback.print_exc()
        os._exit(code if isinstance(code, int) else 1)


def _open(number: int, name: str) -> None:
    """Open the standard stream *name* anew, with the encoding of the start."""
    before = getattr(sys, name)
    stream = open(  # noqa: SIM115
        number,
        "w" if number else "r",
        encoding=before.encoding,
        errors=before.errors,
        newline="\n",
        closefd=False,
    )
    if name == "stderr":
        stream.reconfigure(line_buffering=True)
    setattr(sys, name, stream)
    setattr(sys, f"__{name}__", stream)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as _control:
        _serve(_control, sys.argv[2])
