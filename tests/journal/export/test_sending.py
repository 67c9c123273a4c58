"""Sending to a learning record store: only where it was asked for, and safely again."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Event, Thread

import pytest

from game.core.failure import message_of
from game.journal.exports.lrs_client import BATCH, SendResult, address_problem, send
from game.journal.exports.xapi import Statement
from tests.journal.export.made import record, statements
from tests.journal.export.store import Store, running


def help_of(result: SendResult) -> str:
    """The way out of a failure; empty without one."""
    return "" if result.failure is None else result.failure.help or ""


@pytest.fixture
def store() -> Iterator[Store]:
    """A store that takes everything."""
    with running(Store()) as store:
        yield store


@pytest.fixture
def trickle() -> Iterator[str]:
    """The address of a store whose answer never ends, until the test does."""
    over = Event()

    def drip(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while not over.wait(0.01):
                connection.sendall(b" ")

    def serve() -> None:
        with suppress(OSError):
            while True:
                Thread(target=drip, args=(server.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/xapi"
        over.set()


def many(count: int) -> list[Statement]:
    """Return statements that differ only in their ids."""
    (item, *_) = statements(record())
    return [{**item, "id": f"00000000-0000-4000-8000-{n:012}"} for n in range(count)]


def test_everything_arrives(store: Store) -> None:
    """The store has the statements as they are, asked under its address in version 1.0.3."""
    output = statements(record())

    assert send(output, store.address) == SendResult(tried=len(output), stored=len(output))
    assert list(store.statements.values()) == output
    ((path, headers, _),) = store.asked
    assert path == "/xapi/statements"
    assert headers["X-Experience-Api-Version"] == "1.0.3"
    assert "Authorization" not in headers


@pytest.mark.parametrize("ending", ["", "/", "/statements", "/statements/"])
def test_address(store: Store, ending: str) -> None:
    """The store's address is good with and without what xAPI puts after it."""
    send(statements(record()), store.address + ending)

    assert [path for path, *_ in store.asked] == ["/xapi/statements"]


def test_batches(store: Store) -> None:
    """Many statements go in batches."""
    assert send(many(2 * BATCH + 1), store.address).stored == 2 * BATCH + 1
    assert [count for *_, count in store.asked] == [BATCH, BATCH, 1]


def test_nothing_to_send(store: Store) -> None:
    """Without statements nothing is asked."""
    assert send([], store.address) == SendResult()
    assert store.asked == []


def test_sent_twice_is_stored_once(store: Store) -> None:
    """Sending again changes nothing and is no error."""
    output = statements(record())

    assert send(output, store.address) == send(output, store.address)
    assert len(store.statements) == len(output)


def test_what_differs_stays(store: Store) -> None:
    """A statement that the store has in another form stays so; its neighbours arrive."""
    output = many(3)
    send([{**output[1], "timestamp": "2020-01-01T00:00:00+00:00"}], store.address)

    assert send(output, store.address) == SendResult(tried=3, stored=2, differing=1)
    assert store.statements[output[1]["id"]]["timestamp"] == "2020-01-01T00:00:00+00:00"


class TestTrouble:
    """A store that does not take them at once, or at all."""

    @pytest.mark.parametrize("answer", [(503, {}), (429, {}), (500, {}), None])
    def test_another_try(self, store: Store, answer: tuple[int, dict[str, str]] | None) -> None:
        """After an answer that passes, or none, it tries again, each time after a longer wait."""
        waits: list[float] = []
        store.first = [answer] * 3

        assert send(many(2), store.address, sleep=waits.append) == SendResult(tried=2, stored=2)
        assert waits == [1, 2, 4]

    def test_asked_to_wait(self, store: Store) -> None:
        """It waits as long as the store requests, and reports it before."""
        waits: list[float] = []
        line: list[str] = []
        store.first = [
            (503, {"Retry-After": "7"}),
            (503, {"Retry-After": "soon"}),
            (429, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        ]
        send(many(1), store.address, sleep=waits.append, report=line.append)

        assert waits == [7, 2, 0]
        assert len(line) == 3
        assert line[0].startswith("The store answered 503 Service Unavailable")
        assert line[0].endswith("Next try in 7 seconds.")

    @pytest.mark.parametrize(
        ("asked", "spelt"),
        [
            ("121", "2 minutes"),
            ("86400", "24 hours"),
            ("9" * 5_000, "for years"),
            ("Wed, 21 Oct 3015 07:28:00 GMT", "for years"),
        ],
    )
    def test_asked_to_wait_too_long(self, store: Store, asked: str, spelt: str) -> None:
        """A ``Retry-After`` of more than two minutes ends the attempt."""
        waits: list[float] = []
        store.first = [(503, {"Retry-After": asked})]
        sent = send(many(1), store.address, sleep=waits.append)

        assert sent.failure is not None
        assert message_of(sent.failure).endswith(f"; it asks to wait {spelt}")
        assert help_of(sent).startswith("send again after that")
        assert waits == []
        assert len(store.asked) == 1

    def test_given_up(self, store: Store) -> None:
        """After four tries it stops and reports the store's answer; what arrived is counted."""

        def fail_from_now_on(_: float) -> None:
            store.first = [(502, {})]

        send(many(BATCH), store.address)
        ids = json.dumps([item["id"] for item in many(BATCH)]).encode()
        store.first = [(200, {}, ids), (502, {})]
        sent = send(many(2 * BATCH), store.address, sleep=fail_from_now_on)

        assert sent.stored == BATCH
        assert message_of(sent.failure) == "the store answered 502 Bad Gateway: no thanks \x1b[2J"
        assert help_of(sent) == "send again later: what has arrived is not stored twice"
        assert len(store.asked) == 2 + 4

    def test_not_let_in(self) -> None:
        """Without the key it stops at once and names the way in; with it, it arrives."""
        with running(Store(key="me:secret")) as store:
            refused = send(many(1), store.address)
            taken = send(many(1), store.address, "me:secret")

        assert refused.stored == 0
        assert help_of(refused) == "set TWO_HATS_LRS_KEY to the store's name:secret"
        assert taken == SendResult(tried=1, stored=1)
        assert len(store.asked) == 2

    def test_refused(self, store: Store) -> None:
        """A store that minds the statements is not asked twice."""
        store.first = [(400, {})]
        sent = send(many(1), store.address)

        assert sent.failure is not None
        assert message_of(sent.failure).startswith("the store answered 400 Bad Request")
        assert "sending again will not help" in help_of(sent)
        assert len(store.asked) == 1

    @pytest.mark.parametrize(
        "body",
        [
            b"<html>Please log in to the WiFi</html>",
            *(b"", b"{}", b"[" * 200_000, b"[" * 2_000_000),
        ],
    )
    def test_no_store(self, store: Store, body: bytes) -> None:
        """A success that is no list of ids comes from something else: nothing counts as stored."""
        store.first = [(200, {}, body)] * 4
        sent = send(many(BATCH + 1), store.address, sleep=lambda _: None)

        assert sent.stored == 0
        assert sent.failure is not None

    def test_what_the_store_does_not_name(self, store: Store) -> None:
        """Only statements whose ids come back count."""
        output = many(3)
        store.first = [(200, {}, json.dumps([output[1]["id"], "other"]).encode())]

        assert send(output, store.address) == SendResult(stored=1, silent=2)

    def test_too_much_at_once(self, store: Store) -> None:
        """A batch that is too large is sent in parts, and every part counts once."""
        store.most = 3

        assert send(many(BATCH), store.address) == SendResult(stored=BATCH)
        assert len(store.statements) == BATCH

    def test_too_large_alone(self, store: Store) -> None:
        """A single statement that is too large is reported, without advice to retry."""
        store.most = 0
        sent = send(many(2), store.address)

        assert sent.stored == 0
        assert help_of(sent) == (
            "the store takes no statement of that size; whoever runs it can raise its limit"
        )

    def test_a_conflict_that_cannot_be_looked_at(self, store: Store) -> None:
        """A store that shows nothing leaves open whether it has the same; that is counted."""
        output = many(3)
        send([{**output[1], "timestamp": "2020-01-01T00:00:00+00:00"}], store.address)
        store.closed = True

        assert send(output, store.address) == SendResult(stored=2, unclear=1)

    def test_a_store_adds_to_what_it_keeps(self, store: Store) -> None:
        """A statement that the store has with its own additions is the same statement."""
        output = many(2)
        sent = {**output[0], "stored": "2026-01-01T00:00:00Z", "version": "1.0.0"}
        sent["timestamp"] = sent["timestamp"].replace("+00:00", "Z")
        store.statements[sent["id"]] = sent

        assert send(output, store.address) == SendResult(stored=2)

    def test_a_drip_of_an_answer(self, trickle: str) -> None:
        """An answer that comes byte by byte is given up after its time, and at last all of it."""
        sent = send(many(1), trickle, sleep=lambda _: None, answer_seconds=0.05)
        assert message_of(sent.failure) == "the store took too long to answer"

        sent = send(many(1), trickle, sleep=lambda _: None, seconds=0.05)
        assert message_of(sent.failure) == "sending took too long, and was stopped"
        assert "--timeout" in help_of(sent)

    def test_no_proxy_to_this_machine(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        """A proxy for the web is not asked for what stays on this machine."""
        with running(Store()) as proxy:
            for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
                monkeypatch.setenv(name, proxy.address)
            monkeypatch.delenv("no_proxy", raising=False)
            monkeypatch.delenv("NO_PROXY", raising=False)
            assert send(many(1), store.address, "me:secret") == SendResult(stored=1)
            assert proxy.asked == []

    @pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
    def test_no_other_address(self, store: Store, code: int) -> None:
        """A redirect is reported and not followed."""
        with running(Store()) as elsewhere:
            store.first = [(code, {"Location": elsewhere.address})]
            sent = send(many(1), store.address)

        assert (
            message_of(sent.failure)
            == f"the store points to another address ({code}), which is not followed"
        )
        assert elsewhere.asked == []

    def test_nobody_there(self) -> None:
        """Without a listening store an error is reported after all tries."""
        with running(Store()) as store:
            address = store.address
        waits: list[float] = []
        sent = send(many(1), address, sleep=waits.append)

        assert sent.failure is not None
        assert "cannot be reached" in message_of(sent.failure)
        assert len(waits) == 3


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("https://store.example/xapi", None),
        ("http://localhost:8080/xapi", None),
        ("http://127.0.0.1/xapi", None),
        ("http://[::1]:80/xapi", None),
        ("http://store.example/xapi", "http can be read on the way"),
        ("http://localhost.store.example/", "http can be read on the way"),
        ("https://me:secret@store.example/", "a key in an address is seen by others"),
        ("store.example/xapi", "it is not a web address"),
        ("file:///etc/passwd", "it is not a web address"),
        ("https://", "it is not a web address"),
        ("https://store.example:door/", "it is not a web address"),
        ("https://[::1", "it is not a web address"),
        ("", "it is not a web address"),
    ],
)
def test_addresses(address: str, problem: str | None) -> None:
    """Only a web address that nobody can listen to on the way is good; http stays at home."""
    assert address_problem(address) == problem
    listened = problem == "http can be read on the way"
    assert address_problem(address, insecure=True) == (None if listened else problem)
    with_key = address_problem(address, insecure=True, has_key=True)
    assert with_key == ("by http the key could be read on the way" if listened else problem)
