"""A signal ends a wait of a game that is played line by line, whenever it comes."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from game.cli.signals import Stopped, Stops
from tests.shared import is_held_up


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Return both ends of an empty pipe, for reading and for writing."""
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


@contextmanager
def interrupted(number: signal.Signals, otherwise: Callable[[], object]) -> Iterator[None]:
    """
    Let *number* come while this thread waits in a system call, without interrupting the call.

    Another thread takes the signal. One that comes right before the call does the same, but
    cannot be timed. *otherwise* ends a wait that goes on, which is wrong.
    """
    thread_entry = Path(f"/proc/self/task/{threading.get_native_id()}")
    over, went_on = threading.Event(), threading.Event()

    def send() -> None:
        held_up = is_held_up(thread_entry)
        if held_up:
            signal.pthread_kill(threading.get_ident(), number)
        if not held_up or not over.wait(10):
            went_on.set()
            otherwise()

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    assert not went_on.is_set()


def test_a_signal_right_before_a_wait_for_input_ends_it(pipe: tuple[int, int]) -> None:
    """Nothing needs to be typed for the game to end."""
    reader, writer = pipe
    stops = Stops()

    def read() -> str:
        stops.wait_for_input(reader)
        return os.read(reader, 80).decode()

    with (
        stops.caught(),
        interrupted(signal.SIGTERM, lambda: os.write(writer, b"late\n")),
        pytest.raises(Stopped) as stopped,
    ):
        stops.reading(read)
    assert (stopped.value.number, stopped.value.stuck) == (signal.SIGTERM, False)


def test_a_signal_right_before_a_wait_for_room_ends_it(pipe: tuple[int, int]) -> None:
    """Nobody needs to read what the game printed for it to end."""
    reader, writer = pipe
    os.write(writer, b"x" * fcntl.fcntl(writer, fcntl.F_GETPIPE_SZ))
    stops = Stops()
    with (
        stops.caught(),
        interrupted(signal.SIGTERM, lambda: os.read(reader, 1 << 20)),
        pytest.raises(Stopped) as stopped,
    ):
        stops.writing(writer)
    assert (stopped.value.number, stopped.value.stuck) == (signal.SIGTERM, True)


def test_input_waits_for_no_signal_where_none_is_caught(pipe: tuple[int, int]) -> None:
    """Commands that catch no signal read as ever, and nothing is left of a game that did."""
    _, writer = pipe
    handler = signal.getsignal(signal.SIGTERM)
    descriptors = len(os.listdir("/proc/self/fd"))
    stops = Stops()
    with stops.caught():
        pass
    stops.wait_for_input(writer)
    assert signal.getsignal(signal.SIGTERM) is handler
    assert signal.set_wakeup_fd(-1) == -1
    assert len(os.listdir("/proc/self/fd")) == descriptors
