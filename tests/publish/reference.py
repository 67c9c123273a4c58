"""Compute the expected page of a playthrough directly from the core."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from game.core.debrief import Debriefing, debriefing
from game.core.duration import minutes
from game.core.enums import Call, Dimension, Pole
from game.core.explanation import Explanation, what_if
from game.core.playthrough import Phase, Playthrough, shuffled_choices
from game.core.progress import tokens_met
from game.core.scenario import Scenario
from game.core.scoring import Gauges
from game.core.view import Person, View, view
from game.publish.labels import LABELS
from game.text import debrief, explanation, help_pages, judgement, labels
from game.text.plural import count
from game.text.quotation import quote


Blocks = list[Any]
READ_ON = {"do": "go-on"}


Roads = dict[Any, Blocks]
"""The outcomes under "What if", by everything that they come from."""


def shown(play: Playthrough, roads: Roads) -> Blocks:
    """Return the blocks of the page of *play* in its current phase, with *roads* made before."""
    seen = view(play)
    if seen.phase is Phase.BRIEFING:
        return [*_briefing(play.scenario)]
    if seen.phase is Phase.ENDING:
        return [*_ending(play, seen)]
    where = ["own", labels.where(seen), "where", None]
    if seen.phase is Phase.WHY:
        return [where, *_why(play, seen, roads)]
    pages = {Phase.CALL: _call, Phase.CHOICE: _choice, Phase.OUTCOME: _outcome}
    return [where, *pages[seen.phase](seen)]


def _briefing(scenario: Scenario) -> Iterator[Any]:
    note, post = scenario.content_note, labels.SENIORITY[scenario.seniority]
    facts = f"{scenario.place} · {scenario.sector} · {post} · {count(minutes(scenario), 'minute')}"
    yield [
        "letter",
        [
            ["h", 1, scenario.title],
            ["own", facts, "quiet", None],
            *([["own", LABELS["note"].format(text=note), "note", None]] if note else []),
            ["written", scenario.role, "role"],
            ["written", scenario.summary, ""],
            ["h", 2, LABELS["cast"]],
            ["list", [f"{c.name} – {c.role}" for c in scenario.cast.values()], "written"],
        ],
    ]
    yield ["button", LABELS["begin"], READ_ON, "main", ""]
    yield ["more", LABELS["how"], [["own", text, "", None] for text in help_pages.HOW_TO_PLAY]]


def _letter(seen: View) -> Blocks:
    assert seen.scene is not None
    scene = seen.scene
    heard = []
    for line in scene.lines:
        kind = "adds" if line.volunteered else "says"
        sentence = LABELS[kind].format(name=line.name, text=line.text)
        heard.append(["written", sentence, kind])
    heard += [["written", LABELS["silent"].format(name=name), "silent"] for name in scene.silent]
    echo = [["written", scene.echo, "echo"]] if scene.echo else []
    return ["letter", [["h", 1, scene.title], *echo, ["written", scene.text, ""], *heard]]


def _people(seen: View) -> Blocks:
    people = [
        {"dots": labels.trust_dots(item.trust), "text": _person(item)} for item in seen.people
    ]
    return ["more", LABELS["people"], [*_standing(seen), ["list", people, "people"]]]


def _person(item: Person) -> str:
    label = LABELS["person" if item.present else "away"]
    return label.format(name=item.name, role=item.role, means=labels.trust_means(item))


def _call(seen: View) -> Iterator[Any]:
    yield _letter(seen)
    yield ["h", 2, LABELS["question"]]
    for call in Call:
        action = {"do": "call", "call": call.value}
        yield ["button", labels.CALLS[call], action, "call", labels.CALL_MEANS[call]]
    yield _people(seen)


def _choice(seen: View) -> Iterator[Any]:
    assert seen.call is not None
    yield _letter(seen)
    if seen.after_call:
        yield ["written", seen.after_call, "after"]
    yield ["h", 2, LABELS["called"].format(call=labels.CALLS[seen.call])]
    yield ["sure", None if seen.confidence is None else seen.confidence.value]
    for offer in seen.offers:
        yield ["button", offer.text, {"do": "choose", "choice": offer.id}, "choice", ""]
    yield _people(seen)


def _outcome(seen: View) -> Iterator[Any]:
    assert seen.chosen is not None
    did = LABELS["did"].format(text=seen.chosen.text)
    happened = ["h", 1, LABELS["happened"]]
    yield ["letter", [happened, ["written", did, "did"], ["written", seen.outcome, ""]]]
    yield from _standing(seen, seen.before)
    people = [
        {"dots": labels.trust_dots(move.after), "text": explanation.trust_move(move)}
        for move in seen.moves
    ]
    if people:
        yield ["list", people, "people"]
    yield ["button", LABELS["read_why"], READ_ON, "main", ""]


def _why(play: Playthrough, seen: View, roads: Roads) -> Iterator[Any]:
    why = seen.why
    assert why is not None
    asked = LABELS["asked"].format(call=labels.CALLS[why.call])
    needed = ["own", asked, "asked", why.call.value]
    yield ["letter", [["h", 1, LABELS["why"]], needed, *_short(why)]]
    yield ["more", LABELS["more"], [*_details(why)]]
    yield ["h", 2, LABELS["what_if"]]
    turn = play.turns[-1]
    for choice in shuffled_choices(play, play.scenario.scenes[turn.scene]):
        if choice.id != turn.choice:
            before = turn.before, *turn.trust_before.items()
            key = turn.scene, turn.call, turn.confidence, choice.id, before
            if key not in roads:
                roads[key] = _road(what_if(play, turn, choice.id))
            yield ["road", choice.text, roads[key], choice.id]
    yield ["button", LABELS["go_on"], READ_ON, "main", ""]


def _road(why: Explanation) -> Blocks:
    note = ["own", explanation.WHAT_IF, "quiet", None]
    return [["written", why.outcome, ""], *_short(why), note]


def _short(why: Explanation) -> Iterator[Any]:
    yield ["own", judgement.verdict(why), "insight", None]
    yield ["own", explanation.score(why.score.total, why.chance), "score", None]
    if cue := explanation.cue(why):
        yield ["written", cue, ""]
    yield ["written", why.text, ""]
    if right_if := explanation.right_if(why):
        yield ["written", right_if, ""]
    yield ["own", explanation.readers_counted(why), "quiet", None]


def _details(why: Explanation) -> Iterator[Any]:
    yield ["written", explanation.call_reading(why), ""]
    if dissent := explanation.dissent(why):
        yield ["written", dissent, ""]
    head = [LABELS[name] for name in ("dimension", "moment", "you", "tokens")]
    rows = [
        [
            row.dimension.value,
            {"text": explanation.needed(row), "shapes": row.needed and row.needed.value},
            {"text": explanation.did(row), "shapes": row.did and row.did.value},
            {"text": explanation.met(row), "tokens": [row.served, row.tokens]},
        ]
        for row in why.rows
    ]
    yield ["table", "reveal", LABELS["table"], head, rows]
    parts = [[name, str(points), reason] for name, points, reason in explanation.points_sum(why)]
    parts.append([LABELS["total"], str(why.score.total), explanation.chance(why)])
    head = [LABELS[name] for name in ("part", "points", "reason")]
    yield ["table", "sum", LABELS["sum"], head, parts]
    if why.trust:
        yield ["h", 2, LABELS["trust"]]
        yield ["list", [explanation.trust_move(move) for move in why.trust], "written"]
    yield ["h", 2, LABELS["ideas"]]
    yield from (["idea", idea] for idea in why.ideas)


def _ending(play: Playthrough, seen: View) -> Iterator[Any]:
    assert seen.points is not None
    result = debriefing(play)
    yield ["letter", [["h", 1, LABELS["end"]], ["written", seen.ending, ""]]]
    yield from _standing(seen)
    assert seen.summary is not None
    mean, *rest = debrief.meaning(seen.summary)
    yield ["own", mean, "points", None]
    yield from (["own", sentence, "", None] for sentence in rest)
    yield ["h", 2, LABELS["log"]]
    yield ["list", list(debrief.insights(result)), ""]
    yield from (_log(number, why) for number, why in enumerate(result.log, 1))
    yield _served(result)
    if len(result.log) > 1:
        yield [
            "course",
            [50, *(why.after.direction for why in result.log)],
            [50, *(why.after.structure for why in result.log)],
        ]
    yield from _question(result)
    yield from _plans(result)
    asked = play.scenario.debrief
    for name, lines in (("what", asked.what), ("so_what", asked.so_what)):
        yield from ([["h", 2, LABELS[name]], ["list", [*lines], "written"]] if lines else ())
    if asked.now_what:
        yield from [["h", 2, LABELS["now_what"]], ["list", [*asked.now_what], "written"]]
    yield ["own", explanation.whose_key(read=any(why.readers for why in result.log)), "quiet", None]
    yield ["own", help_pages.PRACTICE_NOT_TEST, "quiet", None]


def _log(number: int, why: Explanation) -> Blocks:
    title = LABELS["scene"].format(number=number, title=why.scene_title, points=why.score.total)
    cue = max(why.rows, key=lambda row: row.tokens).cue
    call, key = labels.CALLS[why.call_given].lower(), labels.CALLS[why.call].lower()
    label = LABELS["log_called" if why.call_given is why.call else "log_key"]
    return [
        "more",
        title,
        [
            *([["written", LABELS["cue"].format(text=quote(cue)), ""]] if cue else []),
            ["own", label.format(call=call, key=key), "", None],
            ["written", LABELS["log_did"].format(text=why.choice_text), ""],
            ["written", LABELS["log_then"].format(text=why.outcome), ""],
        ],
    ]


def _served(summary: Debriefing) -> Blocks:
    counted = tokens_met(summary.log)

    def cell(side: Dimension, pole: Pole) -> str:
        met = counted.get((side, pole))
        return f"{labels.POLES[side, pole]}: {met.as_text if met else '–'}"

    rows = [[side.value, *(cell(side, pole) for pole in Pole)] for side in Dimension]
    return ["table", "served", LABELS["served"], [LABELS["dimension"], "▲", "■"], rows]


def _question(summary: Debriefing) -> Blocks:
    question = summary.question
    if question is None:
        return [["own", debrief.ALL_SERVED, "insight", None]]
    lines = [[line.text, debrief.answered(question, line)] for line in question.lines]
    asked = ["own", debrief.asked(question), "", None]
    return [["h", 2, LABELS["line"]], asked, ["pick", lines]]


def _plans(summary: Debriefing) -> Blocks:
    if not summary.plans:
        return []
    plans = [
        [text := debrief.plan(plan), LABELS["kept"].format(text=text), plan.practice.idea]
        for plan in summary.plans
    ]
    return [["h", 2, LABELS["plans"]], ["pick", plans]]


def _standing(seen: View, before: Gauges | None = None) -> Blocks:
    now = seen.gauges
    output = [
        _gauge("direction", Pole.LEAD, now.direction, before.direction if before else None),
        _gauge("structure", Pole.MANAGE, now.structure, before.structure if before else None),
    ]
    if seen.state is None:
        return output
    state = f"{seen.state.value.capitalize()}: {labels.STATES[seen.state]}"
    return [*output, ["own", state, "state", None]]


def _gauge(name: str, pole: Pole, now: int, before: int | None) -> Blocks:
    change = "" if before is None else LABELS["change"].format(moved=labels.moved(before, now))
    label = LABELS["gauge"]
    line = label.format(name=LABELS[name], now=now, word=labels.gauge(now), moved=change)
    return ["gauge", pole.value, now, before, line]
