"""
xAPI 1.0.3 statements for a learning record store.

The actor is a pseudonymous account. Every id is derived from the pseudonym, run and step,
so that a statement sent twice is stored once. Reflections carry their text only by consent
(see ``gather``). Completion implies no success: nothing is passed or failed. This is not
cmi5, which requires launching from a web page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID, uuid5

from attrs import frozen

from game.core.enums import Call
from game.core.scoring import RIGHT_CALL
from game.journal.exports.json import array
from game.journal.exports.record import (
    Answer,
    ExploredChoice,
    Play,
    RecordLike,
    Reflection,
    registration,
)
from game.text import labels


if TYPE_CHECKING:
    from game.journal.campaigns import CampaignRun


HOME = "https://two-hats.example"
"""
Base of the activity ids.

The game has no address. Names under ``.example`` are reserved (RFC 2606), so the ids cannot
collide with others.
"""

LANGUAGE = "en"
INITIALIZED, ANSWERED, EXPERIENCED, COMPLETED = (
    f"http://adlnet.gov/expapi/verbs/{verb}"
    for verb in ("initialized", "answered", "experienced", "completed")
)
SELECTED = "https://w3id.org/xapi/adb/verbs/selected"
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
SIMULATION = "http://adlnet.gov/expapi/activities/simulation"
COURSE = "http://adlnet.gov/expapi/activities/course"
PROFILE = "http://adlnet.gov/expapi/activities/profile"

Statement = dict[str, Any]


def write(record: RecordLike) -> Iterator[str]:
    """Yield the statements of *record* as a JSON array."""
    yield from array(statements(record))
    yield "\n"


def statements(record: RecordLike) -> Iterator[Statement]:
    """
    Yield the statements of *record*, play by play in the order of events.

    Reflections follow the answers of a play; campaigns come last.
    """
    campaigns = {campaign.id: campaign for campaign in record.campaigns}
    postings: dict[int, dict[str, _Posting]] = {number: {} for number in campaigns}
    for play in record.plays:
        if not play.run.sound:
            continue
        campaign = campaigns.get(play.run.campaign or 0)
        group = None if campaign is None else _campaign(campaign)
        yield from _of_play(record.player, play, group)
        if campaign is not None and play.run.finished:
            posting = _Posting(play.seconds, play.ended)
            postings[campaign.id].setdefault(play.run.scenario, posting)
    for number, campaign in campaigns.items():
        yield from _of_campaign(record.player, campaign, tuple(postings[number].values()))


@frozen
class _Posting:
    """The first finished run of a posting: the *seconds* spent, and when it *ended*."""

    seconds: float | None
    ended: str


def _of_play(player: str, play: Play, group: Statement | None) -> Iterator[Statement]:
    scenario = _scenario(play)

    def make(
        name: str,
        verb: str,
        activity: Statement,
        when: str | None,
        result: Statement | None = None,
        parent: Statement | None = None,
    ) -> Statement:
        context = {
            **_context(play.registration, parent=parent, grouping=group),
            "extensions": {_extension("attempt"): play.attempt.value},
        }
        return _statement(player, play.registration, name, verb, activity, when, result, context)

    yield make("initialized", INITIALIZED, scenario, play.run.started)
    for answer in play.answers:
        step = f"{answer.number}/{answer.why.scene}"
        call, choice = _call(play, answer), _choice(play, answer)
        yield make(f"{step}/call", ANSWERED, call, answer.called, _called(answer), scenario)
        yield make(f"{step}/choice", SELECTED, choice, answer.chosen, _chosen(answer), scenario)
    if play.run.finished:
        yield make("completed", COMPLETED, scenario, play.ended, _completed(play))
    extras: list[ExploredChoice | Reflection] = [*play.explored_choices, *play.reflections]
    for extra in sorted(extras, key=lambda extra: extra.number):
        name = f"thought/{extra.number}"
        if isinstance(extra, ExploredChoice):
            yield make(name, EXPERIENCED, _explored_choice(play, extra), extra.at, parent=scenario)
        else:
            yield make(name, ANSWERED, _reflection(play), extra.at, _reflected(extra), scenario)


def _of_campaign(
    player: str, campaign: CampaignRun, done: Sequence[_Posting]
) -> Iterator[Statement]:
    """Yield a completion statement for *campaign* once all its postings are *done*."""
    if not done or len(done) < campaign.postings:
        return
    known_seconds = [posting.seconds for posting in done if posting.seconds is not None]
    result = {
        "completion": True,
        **_duration(sum(known_seconds) if len(known_seconds) == len(done) else None),
    }
    name = registration(player, "campaign", campaign.id)
    ended = max(posting.ended for posting in done)
    yield _statement(
        player, name, "completed", COMPLETED, _campaign(campaign), ended, result, _context(name)
    )


def _statement(
    player: str,
    registration_id: UUID,
    name: str,
    verb: str,
    activity: Statement,
    when: str | None,
    result: Statement | None,
    context: Statement,
) -> Statement:
    text = {
        "id": str(uuid5(registration_id, name)),
        "actor": {"objectType": "Agent", "account": {"homePage": HOME, "name": player}},
        "verb": {"id": verb, "display": {LANGUAGE: verb.rsplit("/", 1)[1]}},
        "object": activity,
        "result": result,
        "context": context,
        "timestamp": when,
    }
    return {key: value for key, value in text.items() if value is not None}


def _campaign(campaign: CampaignRun) -> Statement:
    return _activity(f"{HOME}/campaign/{quote(campaign.campaign, safe='')}", COURSE, campaign.title)


def _scenario(play: Play) -> Statement:
    return _activity(_id(play), SIMULATION, play.run.title)


def _activity(activity: str, kind: str, name: str) -> Statement:
    return {
        "objectType": "Activity",
        "id": activity,
        "definition": {"type": kind, "name": {LANGUAGE: name}},
    }


def _explored_choice(play: Play, explored_choice: ExploredChoice) -> Statement:
    return {
        "objectType": "Activity",
        "id": (
            f"{_scene(play, explored_choice.scene.id)}/road/"
            f"{quote(explored_choice.choice.id, safe='')}"
        ),
        "definition": {
            "name": {LANGUAGE: f"What if? {explored_choice.scene.title}"},
            "description": {LANGUAGE: explored_choice.choice.text},
        },
    }


def _reflection(play: Play) -> Statement:
    text = _activity(f"{_id(play)}/reflection", INTERACTION, f"Debrief: {play.run.title}")
    text["definition"]["interactionType"] = "other"
    return text


def _reflected(extra: Reflection) -> Statement:
    line = {} if extra.said is None else {"response": extra.said}
    return {**line, "extensions": {_extension("picked"): extra.kind}}


def _call(play: Play, answer: Answer) -> Statement:
    why = answer.why
    name = f"What does the moment need? {why.scene_title}"
    calls = {call.value: labels.CALLS[call] for call in Call}
    return _interaction(f"{_scene(play, why.scene)}/call", name, calls, [why.call.value])


def _choice(play: Play, answer: Answer) -> Statement:
    name = f"What do you do? {answer.why.scene_title}"
    choices = dict(sorted((choice.id, choice.text) for choice in answer.offered))
    return _interaction(f"{_scene(play, answer.why.scene)}/choice", name, choices)


def _interaction(
    activity: str, name: str, choices: Mapping[str, str], right: list[str] | None = None
) -> Statement:
    return {
        "objectType": "Activity",
        "id": activity,
        "definition": {
            "type": INTERACTION,
            "name": {LANGUAGE: name},
            "interactionType": "choice",
            **({} if right is None else {"correctResponsesPattern": right}),
            "choices": [
                {"id": key, "description": {LANGUAGE: text}} for key, text in choices.items()
            ],
        },
    }


def _called(answer: Answer) -> Statement:
    why, sure = answer.why, answer.sure
    return {
        "response": why.call_given.value,
        "success": why.call_given is why.call,
        "score": _score(why.score.call, RIGHT_CALL),
        **({} if sure is None else {"extensions": {_extension("confidence"): sure.value}}),
    }


def _chosen(answer: Answer) -> Statement:
    why = answer.why
    return {
        "response": why.choice,
        "score": _score(why.score.total, 100),
        "extensions": {
            _extension("fit"): why.score.fit,
            _extension("craft"): why.score.craft,
            _extension("served"): {row.dimension.value: row.served for row in why.rows},
            _extension("needed"): {row.dimension.value: row.tokens for row in why.rows},
            _extension("direction"): why.after.direction,
            _extension("structure"): why.after.structure,
        },
    }


def _completed(play: Play) -> Statement:
    points = play.run.points
    return {
        "completion": True,
        **({} if points is None else {"score": _score(points, 100)}),
        **_duration(play.seconds),
        **({} if play.state is None else {"extensions": {_extension("state"): play.state.value}}),
    }


def _duration(seconds: float | None) -> Statement:
    if seconds is None:
        return {}
    return {"duration": f"PT{_rounded(seconds, 2)}S"}


def _score(raw: float, maximum: int) -> Statement:
    return {
        "scaled": float(_rounded(raw / maximum, 4)),
        "raw": raw if isinstance(raw, int) else float(_rounded(raw, 2)),
        "min": 0,
        "max": maximum,
    }


def _rounded(value: float, places: int) -> Decimal:
    """Round *value* as ``toFixed`` of published pages does: a tie is rounded up."""
    return Decimal(value).quantize(Decimal(10) ** -places, ROUND_HALF_UP)


def _context(registration_id: UUID, **activities: Statement | None) -> Statement:
    context_activities: dict[str, list[Statement]] = {
        "category": [{"id": f"{HOME}/profile", "definition": {"type": PROFILE}}]
    }
    for position, activity in activities.items():
        if activity is not None:
            context_activities[position] = [{"objectType": "Activity", "id": activity["id"]}]
    return {
        "registration": str(registration_id),
        "contextActivities": context_activities,
        "platform": "Two Hats",
        "language": LANGUAGE,
    }


def _id(play: Play) -> str:
    return f"{HOME}/scenario/{quote(play.run.scenario, safe='')}"


def _scene(play: Play, scene: str) -> str:
    return f"{_id(play)}/scene/{quote(scene, safe='')}"


def _extension(name: str) -> str:
    return f"{HOME}/extension/{name}"
