"""What puzzles people: questions from phones that others support and the facilitator picks from."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from game.core.failure import Failure
from game.room import actions
from game.room.state import FINISHED, Puzzle, PuzzleState, Room, Stage, sitting


MAX_ASKED = 20
"""How many questions a seat may ask in a room, those that were taken away included."""
_OVER = Failure(code="not-now", message="The scenario is over.")
_NONE = Failure(code="no-such-puzzle", message="That question is not open now.")
_NO_OWN = evolve(_NONE, message="You have no open question. Write one first.")


@frozen(kw_only=True)
class OpenPuzzle:
    """A question as all may see it: its *number* in the room, and *votes* from others."""

    number: int
    text: str
    votes: int


def taken(stage: Stage) -> bool:
    """Return whether phones offer to send a question at *stage*."""
    return stage not in (Stage.LOBBY, *FINISHED)


def ranked(room: Room, state: PuzzleState = PuzzleState.OPEN) -> tuple[OpenPuzzle, ...]:
    """Return the questions at *state*, those with the most votes first, the oldest among equals."""
    here = {seat.id for seat in room.seated}
    found = [
        OpenPuzzle(number=number, text=puzzle.text, votes=len(puzzle.votes & here))
        for number, puzzle in enumerate(room.puzzles, 1)
        if puzzle.state is state
    ]
    return tuple(sorted(found, key=lambda puzzle: -puzzle.votes))


def answered(room: Room) -> tuple[OpenPuzzle, ...]:
    """Return the questions that were answered, which can be taken away still."""
    return ranked(room, PuzzleState.ANSWERED)


def kept(room: Room) -> tuple[tuple[str, int, bool], ...]:
    """Return the questions that were not taken down: text, votes, whether answered."""
    here = {seat.id for seat in room.seated}
    return tuple(
        (puzzle.text, len(puzzle.votes & here), puzzle.state is PuzzleState.ANSWERED)
        for puzzle in room.puzzles
        if puzzle.state is not PuzzleState.REMOVED
    )


def own(room: Room, seat: str) -> int | None:
    """Return the number of the last question of *seat* that is not taken away; None without one."""
    for number in range(len(room.puzzles), 0, -1):
        puzzle = room.puzzles[number - 1]
        if puzzle.seat == seat and puzzle.state is not PuzzleState.REMOVED:
            return number
    return None


def supported(room: Room, seat: str) -> frozenset[int]:
    """Return the numbers of the open questions that *seat* has voted for."""
    return frozenset(
        number
        for number, puzzle in enumerate(room.puzzles, 1)
        if seat in puzzle.votes and puzzle.state is PuzzleState.OPEN
    )


def involved(room: Room) -> Mapping[str, frozenset[tuple[int, bool]]]:
    """
    Return by seat the questions that it asked, and the open ones that it voted for.

    With each is whether the seat asked it. Seats without any are absent.
    """
    found: dict[str, set[tuple[int, bool]]] = {}
    for number, puzzle in enumerate(room.puzzles, 1):
        if puzzle.state is not PuzzleState.REMOVED:
            for seat in (puzzle.seat, *(puzzle.votes if puzzle.state is PuzzleState.OPEN else ())):
                found.setdefault(seat, set()).add((number, seat == puzzle.seat))
    return {seat: frozenset(numbers) for seat, numbers in found.items()}


def puzzle_shown(room: Room) -> str | None:
    """Return the question on the projector, if there is one."""
    return room.puzzles[room.puzzle_shown - 1].text if room.puzzle_shown else None


def ask(room: Room, action: actions.AskPuzzle) -> Room | Failure:
    """Add the question of a seat, or take its last one back; a seat has one open at a time."""
    seat = sitting(room, action.seat)
    if isinstance(seat, Failure):
        return seat
    if room.stage is Stage.LOBBY:
        return Failure(code="not-now", message="Questions can be sent from the first scene on.")
    if len(action.text) > actions.MAX_PUZZLE:
        return Failure(code="too-long", message=f"At most {actions.MAX_PUZZLE} characters, please.")
    before = own(room, action.seat)
    if not action.text:
        return _NO_OWN if before is None else _closed(room, before, PuzzleState.REMOVED)
    if room.stage in FINISHED:
        return _OVER
    if before is not None and is_open(room, before):
        return Failure(code="one-open", message="Your question before is still open.")
    if sum(puzzle.seat == action.seat for puzzle in room.puzzles) >= MAX_ASKED:
        return Failure(code="too-many", message=f"{MAX_ASKED} questions are enough for one phone.")
    return evolve(room, puzzles=(*room.puzzles, Puzzle(seat=action.seat, text=action.text)))


def upvote(room: Room, action: actions.Upvote) -> Room | Failure:
    """Add or remove the vote of a seat for the open question of another."""
    seat = sitting(room, action.seat)
    if isinstance(seat, Failure):
        return seat
    puzzle = _open(room, action.puzzle)
    if puzzle is None:
        return _NONE
    if puzzle.seat == action.seat:
        return Failure(code="own", message="That question is your own.")
    votes = puzzle.votes | {action.seat} if action.on else puzzle.votes - {action.seat}
    return _replaced(room, action.puzzle, evolve(puzzle, votes=votes))


def show(room: Room, action: actions.ShowPuzzle) -> Room | Failure:
    """Put an open question on the projector, in place of its page; 0 takes it off."""
    if room.stage in FINISHED:
        return _OVER
    if action.puzzle and not is_open(room, action.puzzle):
        return _NONE
    if action.puzzle == room.puzzle_shown:
        return Failure(code="no-change", message="That changes nothing.")
    return evolve(room, puzzle_shown=action.puzzle)


def close(room: Room, action: actions.ClosePuzzle) -> Room | Failure:
    """Close an open question as answered; or remove one, answered or not."""
    fits = is_open if action.answered else _is_kept
    if not fits(room, action.puzzle):
        return _NONE
    state = PuzzleState.ANSWERED if action.answered else PuzzleState.REMOVED
    return _closed(room, action.puzzle, state)


def without(room: Room, seat: str) -> Room:
    """Remove all questions of *seat*."""
    for number, puzzle in enumerate(room.puzzles, 1):
        if puzzle.seat == seat:
            room = _closed(room, number, PuzzleState.REMOVED)
    return room


def _is_kept(room: Room, number: int) -> bool:
    within = 1 <= number <= len(room.puzzles)
    return within and room.puzzles[number - 1].state is not PuzzleState.REMOVED


def is_open(room: Room, number: int) -> bool:
    """Return whether the question with *number* is open."""
    return _open(room, number) is not None


def _open(room: Room, number: int) -> Puzzle | None:
    if not _is_kept(room, number):
        return None
    puzzle = room.puzzles[number - 1]
    return puzzle if puzzle.state is PuzzleState.OPEN else None


def _replaced(room: Room, number: int, puzzle: Puzzle) -> Room:
    before, after = room.puzzles[: number - 1], room.puzzles[number:]
    return evolve(room, puzzles=(*before, puzzle, *after))


def _closed(room: Room, number: int, state: PuzzleState) -> Room:
    puzzle = evolve(room.puzzles[number - 1], state=state)
    if state is PuzzleState.REMOVED:
        puzzle = evolve(puzzle, text="")
    shown = 0 if room.puzzle_shown == number else room.puzzle_shown
    return evolve(_replaced(room, number, puzzle), puzzle_shown=shown)
