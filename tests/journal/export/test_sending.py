"""Sending to a learning record store: only where it was asked for, and safely again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from game.journal.export.sending import BATCH, Sent, address_problem, send
from game.journal.export.statements import Statement
from tests.journal.export.made import record, statements
from tests.journal.export.store import Store, running


@pytest.fixture
def store() -> Iterator[Store]:
    """A store that takes everything."""
    with running(Store()) as store:
        yield store


def many(count: int) -> list[Statement]:
    """As many statements as wanted, told apart by their ids only."""
    (one, *_) = statements(record())
    return [{**one, "id": f"00000000-0000-4000-8000-{n:012}"} for n in range(count)]


def test_everything_arrives(store: Store) -> None:
    """The store has the statements as they are, asked under its address in version 1.0.3."""
    told = statements(record())

    assert send(told, store.address) == Sent(tried=len(told), stored=len(told))
    assert list(store.statements.values()) == told
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
    assert send([], store.address) == Sent()
    assert store.asked == []


def test_sent_twice_is_stored_once(store: Store) -> None:
    """Sending again changes nothing and is no error."""
    told = statements(record())

    assert send(told, store.address) == send(told, store.address)
    assert len(store.statements) == len(told)


def test_what_differs_stays(store: Store) -> None:
    """A statement that the store has in another form stays so; its neighbours arrive."""
    told = many(3)
    send([{**told[1], "timestamp": "2020-01-01T00:00:00+00:00"}], store.address)

    assert send(told, store.address) == Sent(tried=3, stored=2, differing=1)
    assert store.statements[told[1]["id"]]["timestamp"] == "2020-01-01T00:00:00+00:00"


class TestTrouble:
    """A store that does not take them at once, or at all."""

    @pytest.mark.parametrize("answer", [(503, {}), (429, {}), (500, {}), None])
    def test_another_try(self, store: Store, answer: tuple[int, dict[str, str]] | None) -> None:
        """After an answer that passes, or none, it tries again, each time after a longer wait."""
        waits: list[float] = []
        store.first = [answer] * 3

        assert send(many(2), store.address, sleep=waits.append) == Sent(tried=2, stored=2)
        assert waits == [1, 2, 4]

    def test_asked_to_wait(self, store: Store) -> None:
        """It waits as long as the store asks for, within reason."""
        waits: list[float] = []
        store.first = [
            (503, {"Retry-After": "7"}),
            (503, {"Retry-After": "86400"}),
            (503, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
        ]
        send(many(1), store.address, sleep=waits.append)

        assert waits == [7, 60, 4]

    def test_given_up(self, store: Store) -> None:
        """After four tries it stops and tells what the store answered; what arrived is counted."""

        def fail_from_now_on(_: float) -> None:
            store.first = [(502, {})]

        send(many(BATCH), store.address)
        store.first = [(200, {}), (502, {})]
        sent = send(many(2 * BATCH), store.address, sleep=fail_from_now_on)

        assert sent.stored == BATCH
        assert sent.trouble == "the store answered 502 Bad Gateway: no thanks \x1b[2J"
        assert sent.help == "send again later: what has arrived is not stored twice"
        assert len(store.asked) == 2 + 4

    def test_not_let_in(self) -> None:
        """Without the key it stops at once and names the way in; with it, it arrives."""
        with running(Store(key="me:secret")) as store:
            refused = send(many(1), store.address)
            taken = send(many(1), store.address, "me:secret")

        assert refused.stored == 0
        assert refused.help == "set TWO_HATS_LRS_KEY to the store's name:secret"
        assert taken == Sent(tried=1, stored=1)
        assert len(store.asked) == 2

    def test_refused(self, store: Store) -> None:
        """A store that minds the statements is not asked twice."""
        store.first = [(400, {})]
        sent = send(many(1), store.address)

        assert sent.trouble is not None
        assert sent.trouble.startswith("the store answered 400 Bad Request")
        assert len(store.asked) == 1

    @pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
    def test_no_other_address(self, store: Store, code: int) -> None:
        """An answer that points to another address is told and not followed."""
        with running(Store()) as elsewhere:
            store.first = [(code, {"Location": elsewhere.address})]
            sent = send(many(1), store.address)

        assert (
            sent.trouble == f"the store points to another address ({code}), which is not followed"
        )
        assert elsewhere.asked == []

    def test_nobody_there(self) -> None:
        """Where no store listens it says so after its tries."""
        with running(Store()) as store:
            address = store.address
        waits: list[float] = []
        sent = send(many(1), address, sleep=waits.append)

        assert sent.trouble is not None
        assert "cannot be reached" in sent.trouble
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
