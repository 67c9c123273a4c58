"""What puzzles people: asked, supported, shown, closed."""

from __future__ import annotations

from game.core.failure import Failure
from game.room import actions
from game.room.puzzles import MAX_ASKED, involved, kept, ranked
from game.room.reducer import step
from game.room.state import Room, Stage
from game.room.views import Control, permitted_controls, phone, projector
from tests.room.rooms import at_call, done, refused, room_of, seat, to_stage


def asked(*votes: tuple[int, int]) -> Room:
    """Four people, two of whom asked; *votes* are pairs of a seat and the question it supports."""
    room = done(
        at_call(4),
        actions.AskPuzzle(seat(0), "Why does Ana whisper?"),
        actions.AskPuzzle(seat(1), "Who pays?"),
    )
    return done(room, *(actions.Upvote(seat(who), number) for who, number in votes))


def test_questions_are_ranked_by_votes() -> None:
    """Others vote once each; the most wanted question comes first, the oldest among equals."""
    assert [puzzle.number for puzzle in ranked(asked())] == [1, 2]
    room = asked((2, 2), (3, 2), (2, 2))
    assert [(puzzle.text, puzzle.votes) for puzzle in ranked(room)] == [
        ("Who pays?", 2),
        ("Why does Ana whisper?", 0),
    ]
    room = done(room, actions.Upvote(seat(2), 2, on=False))
    assert ranked(room)[0].votes == 1
    assert refused(room, actions.Upvote(seat(1), 2)) == "own"
    assert refused(room, actions.Upvote(seat(1), 9)) == "no-such-puzzle"


def test_one_open_question_a_seat() -> None:
    """From the first scene on a seat asks one at a time, and may take it back for another."""
    assert refused(room_of(1), actions.AskPuzzle(seat(0), "Why?")) == "not-now"
    assert refused(asked(), actions.AskPuzzle(seat(0), "Why?")) == "one-open"
    assert refused(asked(), actions.AskPuzzle(seat(2), "x" * 121)) == "too-long"
    room = done(asked((2, 1)), actions.AskPuzzle(seat(0), ""))
    assert [puzzle.text for puzzle in ranked(room)] == ["Who pays?"]
    empty = step(room, actions.AskPuzzle(seat(0), ""))
    assert isinstance(empty, Failure)
    assert empty.message == "You have no open question. Write one first."
    room = done(room, actions.AskPuzzle(seat(0), "What now?"))
    assert [puzzle.number for puzzle in ranked(room)] == [2, 3]


def test_a_seat_cannot_ask_for_ever() -> None:
    """After so many questions, also such as it took back, a seat is refused a further one."""
    room = at_call(1)
    for _ in range(MAX_ASKED):
        room = done(room, actions.AskPuzzle(seat(0), "Why?"), actions.AskPuzzle(seat(0), ""))
    assert refused(room, actions.AskPuzzle(seat(0), "Why?")) == "too-many"


def test_a_question_goes_with_its_seat() -> None:
    """What a removed seat asked leaves the projector and the record, and does not come back."""
    room = done(asked((2, 1)), actions.ShowPuzzle(1), actions.Remove(seat(0)))
    assert projector(room).puzzle is None
    room = done(room, actions.Remove(seat(0), on=False))
    assert [text for text, _, _ in kept(room)] == ["Who pays?"]
    assert done(room, actions.GoOn(anyway=True)).stage is not room.stage


def test_an_answered_question_can_be_taken_away() -> None:
    """By the facilitator or by its seat, which sees the last that it has not taken back."""
    room = done(asked(), actions.ClosePuzzle(1, answered=True))
    assert kept(done(room, actions.ClosePuzzle(1, answered=False))) == (("Who pays?", 0, False),)
    assert Control.CLOSE_PUZZLE in permitted_controls(done(room, actions.Remove(seat(1))))
    room = done(room, actions.AskPuzzle(seat(0), "And now?"), actions.AskPuzzle(seat(0), ""))
    mine = phone(room, seat(0))
    assert (mine.puzzle, mine.puzzle_open) == ("Why does Ana whisper?", False)
    room = done(room, actions.AskPuzzle(seat(0), ""))
    assert [text for text, _, _ in kept(room)] == ["Who pays?"]
    assert phone(room, seat(0)).puzzle is None
    assert refused(room, actions.ClosePuzzle(1, answered=False)) == "no-such-puzzle"


def test_a_phone_sees_its_own_question_apart() -> None:
    """A phone lists the questions of others; what it asked and supports is marked."""
    mine = phone(asked((0, 2)), seat(0))
    assert (mine.puzzle, mine.supported) == ("Why does Ana whisper?", frozenset({2}))
    assert [puzzle.text for puzzle in mine.puzzles] == ["Who pays?"]
    assert involved(asked((0, 2))) == {
        seat(0): frozenset({(1, True), (2, False)}),
        seat(1): frozenset({(2, True)}),
    }
    assert phone(asked(), seat(3)).puzzle is None
    over = to_stage(Stage.OVER)
    assert not phone(over, seat(0)).puzzling
    assert refused(over, actions.AskPuzzle(seat(0), "Why?")) == "not-now"


def test_a_new_question_can_be_found_and_supported() -> None:
    """A phone lists the most wanted, the newest of those with few votes, and what it supports."""
    room = at_call(15)
    questions = [actions.AskPuzzle(seat(who), f"Question {who + 1}?") for who in range(14)]
    votes = [actions.Upvote(seat(who), number) for number in range(1, 7) for who in (12, 13)]
    room = done(room, *questions, *votes)

    def numbers() -> list[int]:
        return [puzzle.number for puzzle in phone(room, seat(14)).puzzles]

    assert numbers() == [1, 2, 3, 4, 5, 10, 11, 12, 13, 14]
    assert phone(room, seat(14)).open_puzzles == 14
    assert phone(room, seat(0)).open_puzzles == 13
    room = done(room, actions.Upvote(seat(14), 14))
    assert numbers() == [1, 2, 3, 4, 5, 14, 9, 10, 11, 12, 13]
    for number in (13, 12, 11, 10, 9):
        room = done(room, actions.Upvote(seat(14), number))
    assert {6, 7, 8} < set(numbers())


def test_a_question_is_on_the_projector_only_when_shown() -> None:
    """The facilitator shows one; going on brings the page back first, and another step as well."""
    room = asked((2, 2))
    assert projector(room).puzzle is None
    room = done(room, actions.ShowPuzzle(2))
    assert projector(room).puzzle == "Who pays?"
    back = done(room, actions.GoOn())
    assert (back.stage, projector(back).puzzle) == (Stage.VOTE, None)
    assert done(room, actions.Undo()) == back
    assert projector(done(room, actions.Reveal(anyway=True))).puzzle is None
    assert projector(done(room, actions.ShowPuzzle(0))).puzzle is None
    assert projector(done(room, actions.ClosePuzzle(2, answered=True))).puzzle is None


def test_what_is_kept_of_questions() -> None:
    """Answered ones stay in the record, and those that were taken down do not."""
    room = done(
        asked((2, 2)), actions.ClosePuzzle(2, answered=True), actions.ClosePuzzle(1, answered=False)
    )
    assert kept(room) == (("Who pays?", 1, True),)
    assert kept(done(room, actions.Remove(seat(2)))) == (("Who pays?", 0, True),)
    assert refused(room, actions.ClosePuzzle(2, answered=True)) == "no-such-puzzle"
    assert ranked(done(asked(), actions.Remove(seat(0))))[0].text == "Who pays?"
