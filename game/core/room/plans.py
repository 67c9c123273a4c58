"""How a facilitator may spend the time there is."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen


@frozen(kw_only=True)
class Step:
    """A part of a plan: *minutes* for *what*."""

    minutes: int
    what: str


PLANS: Mapping[int, tuple[Step, ...]] = {
    20: (
        Step(minutes=2, what="Read the role and the first scene aloud."),
        Step(minutes=11, what="Two scenes; one vote on the call, one on the choice, one talk."),
        Step(minutes=2, what="What? What did we see, call and do?"),
        Step(minutes=3, what="So what? Which line told us what the moment needed?"),
        Step(minutes=2, what="Now what? One thing to try on Thursday, written down first."),
    ),
    45: (
        Step(minutes=4, what="Settle in; role cards; what a call is."),
        Step(minutes=28, what="All scenes, six or seven minutes each: vote, talk, vote, why."),
        Step(minutes=3, what="What? The room's log; where did we move?"),
        Step(minutes=6, what="So what? The scene that cost most, and the best other case."),
        Step(minutes=4, what="Now what? Write alone, then tell one neighbour."),
    ),
    90: (
        Step(minutes=8, what="Settle in; role cards; a first vote for practice."),
        Step(minutes=48, what="All scenes, ten minutes or more each, groups before each revote."),
        Step(minutes=4, what="A break, with the endings on the wall."),
        Step(minutes=8, what="What? Each group tells one scene from its role's chair."),
        Step(minutes=12, what="So what? Two scenes side by side: what differed in the need?"),
        Step(minutes=10, what="Now what? Write, pair up, and name a day to look back."),
    ),
}
"""How to spend 20, 45 or 90 minutes; about a third goes to the debrief."""
