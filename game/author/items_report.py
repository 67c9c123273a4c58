"""The analysis of plays told: as text for people, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from game.author.items import EASY, GOOD, HARD, LEAST, LEAST_PAIRS, POOR, Item


def as_json(items: Sequence[Item]) -> str:
    """``{scenes: [{scene, plays, votes, difficulty, …}], ok}``; null is too few of them."""
    told = {
        "plays": sum(item.plays for item in items),
        "votes": sum(item.votes for item in items),
        "least": {"difficulty": LEAST, "discrimination": LEAST_PAIRS},
        "scenes": [
            {
                "scene": item.scene,
                "title": item.title,
                "plays": item.plays,
                "votes": item.votes,
                "difficulty": _rounded(item.difficulty, 2),
                "discrimination": _rounded(item.discrimination, 3),
                "shares": {choice: round(share, 3) for choice, share in item.shares.items()},
                "unused": None if item.unused is None else list(item.unused),
                "flaws": list(item.flaws),
            }
            for item in items
        ],
        "ok": not any(item.flaws for item in items),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_text(items: Sequence[Item]) -> str:
    """A line for each scene that was played, and the verdict."""
    played = [item for item in items if item.plays or item.votes]
    widest = max((len(item.scene) for item in played), default=0)
    lines = [f"{'scene':<{widest}}  plays  votes  points  tells apart"]
    for item in played:
        few = "" if item.difficulty is not None else "  too few plays"
        apart = f"{_told(item.discrimination, '+.2f'):>11}{'  weakly' if item.watch else ''}"
        lines.append(
            f"{item.scene:<{widest}}  {item.plays:>5}  {item.votes:>5}  "
            f"{_told(item.difficulty, '.0f'):>6}  {apart}{few}"
        )
        lines += [f"    {flaw}" for flaw in item.flaws]
    unplayed = len(items) - len(played)
    if unplayed:
        lines.append(f"{unplayed} of {len(items)} scenes were never played.")
    lines += [
        "",
        f"{sum(item.plays for item in items)} plays by people alone and "
        f"{sum(item.votes for item in items)} votes in rooms are in it.",
        f"Points: the mean, which should lie between {HARD} and {EASY}.",
        f"Tells apart: how far those who do well elsewhere do well here; from {GOOD:.2f} on good,",
        f"below {POOR:.2f} to be mended.",
        f"{LEAST} plays and votes are needed for points and choices, {LEAST_PAIRS} for telling",
        "apart. Only first attempts count, and in rooms the first round, before the talk.",
    ]
    if not any(item.flaws for item in items):
        enough = any(item.difficulty is not None for item in items)
        lines.append("No scene stands out." if enough else "Too few plays to say anything yet.")
    return "\n".join(lines) + "\n"


def _rounded(value: float | None, places: int) -> float | None:
    return None if value is None else round(value, places)


def _told(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)
