"""Whether a ``when`` holds: the whole of the format's logic."""

from __future__ import annotations

from collections.abc import Mapping, Set

from game.core.model import When
from game.core.terms import State


def holds(when: When, chosen: Set[str], state: State | None, trust: Mapping[str, int]) -> bool:
    """
    Whether every given part of *when* holds.

    *chosen* are the choices taken as ``scene.choice``, *state* is None while it
    is not named yet, *trust* is each character's, 0-5.
    """
    return (
        (not when.chose or not chosen.isdisjoint(when.chose))
        and (not when.state or state in when.state)
        and all(trust.get(who, 0) >= least for who, least in when.trust.items())
    )
