"""JSON encoding of the actions of a room."""

from __future__ import annotations

from game.journal.codec import Codec
from game.room import actions as room


ROOM: Codec[room.RoomAction] = Codec(
    {
        "join": room.Join,
        "take-role": room.TakeRole,
        "vote": room.Vote,
        "share": room.Share,
        "puzzle": room.AskPuzzle,
        "upvote": room.Upvote,
        "deal": room.Deal,
        "heads": room.Heads,
        "hands": room.Hands,
        "go-on": room.GoOn,
        "talk": room.Talk,
        "reveal": room.Reveal,
        "decide": room.Decide,
        "reopen": room.Reopen,
        "undo": room.Undo,
        "pause": room.Pause,
        "lock": room.Lock,
        "remove": room.Remove,
        "take-down": room.TakeDown,
        "show-lines": room.ShowLines,
        "hold-lines": room.HoldLines,
        "show-puzzle": room.ShowPuzzle,
        "close-puzzle": room.ClosePuzzle,
        "rounds": room.Rounds,
        "show-first": room.ShowFirst,
        "table-votes": room.TableVotes,
        "timer": room.Timer,
        "end": room.End,
        "edition": room.Edition,
        "away": room.Away,
        "carry-over": room.CarryOver,
        "post": room.Post,
    },
    earlier={
        "Join": "join",
        "TakeRole": "take-role",
        "Vote": "vote",
        "Share": "share",
        "Deal": "deal",
        "Heads": "heads",
        "Hands": "hands",
        "GoOn": "go-on",
        "Talk": "talk",
        "Reveal": "reveal",
        "Decide": "decide",
        "Reopen": "reopen",
        "Undo": "undo",
        "Pause": "pause",
        "Lock": "lock",
        "Remove": "remove",
        "TakeDown": "take-down",
        "Rounds": "rounds",
        "ShowFirst": "show-first",
        "Timer": "timer",
    },
)
"""Actions of seats and the facilitator; journals up to version 7 used class names as tags."""
