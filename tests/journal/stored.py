"""A stored journal of an earlier version, with frozen scenarios, and what it reads as."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import asdict

from game.content.loader import read_campaign_file, read_file
from game.core.campaign import Campaign
from game.core.debrief import Point, ReflectionAction, Resolve, ResolveCall, Walk
from game.core.failure import message_of
from game.core.playthrough import Playthrough
from game.core.scenario import Scenario
from game.journal.campaigns import CampaignRun, CampaignSession
from game.journal.rooms import RoomRun
from game.journal.runs import Run
from game.journal.store import Journal
from game.room.state import Room, Seat


FOLDER = Path(__file__).with_name("version-7")
REFLECTIONS: Mapping[type[ReflectionAction], str] = {
    Walk: "walk",
    Point: "point",
    Resolve: "resolve",
    ResolveCall: "resolve-call",
}


def scenario(name: str) -> Scenario:
    """The frozen scenario called *name*."""
    result = read_file(FOLDER / f"{name}.yaml").scenario
    assert result is not None
    return result


def campaign() -> Campaign:
    """The frozen campaign through both scenarios."""
    result = read_campaign_file(FOLDER / "rounds.yaml", ["ward", "ferry"]).campaign
    assert result is not None
    return result


def restore(path: Path) -> None:
    """Write the stored journal to *path*, as that version left it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript((FOLDER / "journal.sql").read_text())
    connection.close()


def summary(journal: Journal) -> dict[str, Any]:
    """Everything that *journal* reads as, as plain values fit for JSON."""
    return {
        "runs": [_run(journal, run) for run in sorted(journal.runs(), key=lambda run: run.id)],
        "campaigns": [_campaign(journal, run) for run in journal.campaigns.runs()],
        "rooms": [_room(journal, run) for run in journal.rooms.runs()],
        "plan": journal.setting("plan", ""),
        "trouble": message_of(journal.failure) or None,
    }


def _listed(run: Run | CampaignRun | RoomRun) -> dict[str, Any]:
    """The columns of a sound *run* that version 7 had."""
    assert run.sound
    newer = ("written", "sound", "work", "edition", "evening")
    return {name: value for name, value in asdict(run).items() if name not in newer}


def _run(journal: Journal, run: Run) -> dict[str, Any]:
    kept = journal.kept(run)
    assert kept is not None
    session = journal.resume(run, scenario(run.scenario))
    return {
        "listed": _listed(run),
        "notice": session.notice,
        "play": _play(session.play),
        "times": list(kept.times),
        "reflections": [
            {
                "number": item.number,
                "at": item.at,
                "kind": REFLECTIONS[type(item.what)],
                **{name: str(value) for name, value in asdict(item.what).items()},
            }
            for item in kept.reflections
        ],
    }


def _play(play: Playthrough) -> dict[str, Any]:
    return {
        "actions": len(play.actions),
        "phase": play.phase.value,
        "scene": play.scene,
        "call": play.call and play.call.value,
        "confidence": play.confidence and play.confidence.value,
        "points": play.points,
        "trust": dict(play.trust),
        "gauges": [play.gauges.direction, play.gauges.structure],
        "turns": [
            {
                "scene": turn.scene,
                "call": turn.call.value,
                "confidence": turn.confidence and turn.confidence.value,
                "choice": turn.choice,
                "points": turn.score.total,
            }
            for turn in play.turns
        ],
    }


def _campaign(journal: Journal, run: CampaignRun) -> dict[str, Any]:
    session = journal.campaigns.resume(run, campaign(), scenario)
    assert isinstance(session, CampaignSession)
    campaign_state = session.campaign_state
    return {
        "listed": _listed(run),
        "stage": campaign_state.stage.value,
        "posting": campaign_state.posting and campaign_state.posting.id,
        "begun": session.begun,
        "picks": {posting: practice.value for posting, practice in campaign_state.picks.items()},
        "plays": [_play(play) for play in campaign_state.plays],
    }


def _room(journal: Journal, run: RoomRun) -> dict[str, Any]:
    session = journal.rooms.resume(run, scenario(run.scenario))
    return {
        "listed": _listed(run),
        "notice": session.notice,
        "consoles": sorted(session.consoles),
        **room_state(session.room),
    }


def _seat(seat: Seat) -> dict[str, Any]:
    """The columns of *seat*, which nobody has left, that version 7 had."""
    assert not seat.away
    return {name: value for name, value in asdict(seat).items() if name != "away"}


def room_state(room: Room) -> dict[str, Any]:
    """Return the state of *room* as plain values."""
    return {
        "stage": room.stage.value,
        "scene": room.play.scene,
        "play": _play(room.play),
        "ballot": room.ballot and room.ballot.key,
        "decided": room.flow.decided,
        "seats": [_seat(seat) for seat in room.seats.values()],
        "heads": room.heads,
        "votes": {key: dict(votes) for key, votes in room.votes.items()},
        "hands": {key: dict(hands) for key, hands in room.hands.items()},
        "past": [[flow.stage.value, flow.ballot and flow.ballot.key] for flow in room.past],
        "shared": dict(room.shared),
        "taken_down": sorted(room.taken_down),
        "reopened": sorted(room.reopened),
        "rounds": room.rounds,
        "show_first": room.show_first,
        "paused": room.paused,
        "locked": room.locked,
        "dealt": room.dealt,
        "timer": room.timer,
    }
