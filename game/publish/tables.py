"""
Tabulate every value and sentence that a page of a scenario can show.

All values are computed from the core at publish time. Values of one answer are computed for
each scene, call and choice. Values of a run (trust, echoes, conditions, gauges) are computed
by the page's script as comparisons and sums over these tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from hashlib import sha256
from typing import Any

from attrs import evolve

from game.content.handbook import Idea
from game.core import scoring
from game.core.actions import Choose, Confidence, GiveCall
from game.core.debrief import (
    CALLS_TRAINED_BY,
    MAX_PLANS,
    TRAINED_BY,
    Debriefing,
    Plan,
    ResolveCall,
    debriefing,
)
from game.core.duration import minutes
from game.core.enums import Call, Dimension, Pole, Skill, State
from game.core.explanation import Explanation, Row, explain
from game.core.judgement import Match
from game.core.playthrough import Playthrough, shuffled_choices, start, start_at, step
from game.core.progress import Ratio
from game.core.scenario import Choice, Scenario, Scene, When
from game.core.scoring import Gauges
from game.core.sentences import line_digest
from game.core.summary import ScenePoints, best_road
from game.core.trust import (
    MAX_TRUST,
    SILENT_UP_TO,
    TRUST_START,
    VOLUNTEERS_FROM,
    dialogue,
    trust_moves,
)
from game.core.view import Person, view
from game.journal.exports.record import PAUSE
from game.publish.blocks import (
    Block,
    button,
    heading,
    letter,
    listing,
    more,
    own,
    present,
    written,
)
from game.publish.labels import LABELS
from game.publish.reveal import (
    called,
    context,
    fair_case,
    ideas,
    log,
    needed,
    reasons,
    reveal,
    speech,
    verdict,
)
from game.publish.templates import Slot, insights
from game.text import debrief, explanation, help_pages, labels
from game.text.plural import count


Table = dict[str, Any]

SEEDS = 64
"""The number of choice orders in a page; the seed of a run is 1 to ``SEEDS``."""
MAX_PERCENT = 100
MATCHES = tuple(Match)
BEST = ScenePoints(title="{title}", points=Slot("points"))


def game_table() -> Table:
    """Return what all scenarios share: labels, names and sentences on gauges and trust."""
    states, rows = _states()
    return {
        "labels": dict(LABELS),
        "calls": {call.value: labels.CALLS[call] for call in Call},
        "first": {call.value: call.first.value for call in Call},
        "confidence": {item.value: labels.CONFIDENCE[item] for item in Confidence},
        "gauge": [labels.gauge(percent) for percent in range(MAX_PERCENT + 1)],
        "moved": [labels.moved(0, change) for change in range(-MAX_PERCENT, MAX_PERCENT + 1)],
        "states": [
            [
                state.value,
                f"{state.value.capitalize()}: {labels.STATES[state]}",
                state.value.capitalize(),
            ]
            for state in State
        ],
        "state_rows": rows,
        "state_of": states,
        "named_from": scoring.MIN_SCENES_FOR_STATE,
        "pause": PAUSE.total_seconds() * 1000,
        "trust": _trust(),
        "poles": [
            [dimension.value, [[pole.value, labels.POLES[dimension, pole]] for pole in Pole]]
            for dimension in Dimension
        ],
        "skill_poles": {skill.value: skill.pole.value for skill in Skill},
        "plans_max": MAX_PLANS,
        "beside": debrief.points_beside(Slot("mean"), Slot("guesser")),
        "best": debrief.best_read(BEST),
        "costliest": debrief.costliest(BEST),
        "met": Ratio(Slot("met"), Slot("asked")).as_text,
        "call": _call_buttons(),
        "what_if": own(explanation.WHAT_IF, "quiet"),
        "all_served": own(debrief.ALL_SERVED, "insight"),
        "whose_key": [own(explanation.whose_key(read=read), "quiet") for read in (False, True)],
        "note": own(help_pages.PRACTICE_NOT_TEST, "quiet"),
    }


def _call_buttons() -> list[Block]:
    return present(
        heading(2, LABELS["question"]),
        *(
            button(
                labels.CALLS[call],
                {"do": "call", "call": call.value},
                "call",
                labels.CALL_MEANS[call],
            )
            for call in Call
        ),
    )


@cache
def _states() -> tuple[Sequence[int], Sequence[str]]:
    """Return the row number of each Direction, and the rows: a state index for each Structure."""
    order = {state: str(position) for position, state in enumerate(State)}
    rows: dict[str, int] = {}
    result = []
    for direction in range(MAX_PERCENT + 1):
        row = "".join(
            order[gauges_at(direction, structure).state] for structure in range(MAX_PERCENT + 1)
        )
        result.append(rows.setdefault(row, len(rows)))
    return tuple(result), tuple(rows)


def gauges_at(direction: int, structure: int) -> Gauges:
    """Return gauges of exactly *direction* and *structure*, both in percent, 0 to 100."""
    start_served, start_needed = 2, 4
    return Gauges(
        lead_served=direction - start_served,
        lead_needed=MAX_PERCENT - start_needed,
        manage_served=structure - start_served,
        manage_needed=MAX_PERCENT - start_needed,
    )


def _trust() -> Table:
    """Return the limits of trust, and its dots, meanings and change sentences by level."""

    def person(before: int, trust: int) -> Person:
        return Person(
            id="",
            name="{name}",
            role="",
            before=before,
            trust=trust,
            present=True,
            silent=trust <= SILENT_UP_TO,
            volunteers=trust >= VOLUNTEERS_FROM,
        )

    levels = range(MAX_TRUST + 1)
    return {
        "start": TRUST_START,
        "max": MAX_TRUST,
        "dots": [labels.trust_dots(level) for level in levels],
        "means": [labels.trust_means(person(level, level)) for level in levels],
        "steps": {str(step): text for step, text in labels.TRUST_STEPS.items()},
        "held": {"1": explanation.CLOSEST, "-1": explanation.FARTHEST},
    }


def scenario_table(scenario: Scenario) -> Table:
    """Return the table of *scenario*; ``fingerprint`` is a hash of all its other entries."""
    first = single_answer(scenario, scenario.first, Call.LEAD, next(iter(scenario.first.choices)))
    opening = view(start(scenario, 0))
    table = {
        "id": scenario.id,
        "title": scenario.title,
        "language": scenario.language,
        "summary": scenario.summary,
        "place": scenario.place,
        "facts": facts(scenario),
        "start": scenario.start,
        "where": labels.where(evolve(opening, number=Slot("number"))),
        "briefing": _briefing(scenario),
        "cast": [[who, person.name, person.role] for who, person in scenario.cast.items()],
        "scenes": {key: _scene(scenario, scene) for key, scene in scenario.scenes.items()},
        "endings": {state.value: scenario.endings.of(state) for state in State},
        "insights": insights(first.why),
        "questions": [
            block
            for name in ("what", "so_what", "now_what")
            if (asked := getattr(scenario.debrief, name))
            for block in (heading(2, LABELS[name]), listing(asked, "written"))
        ],
    }
    return {**table, "fingerprint": fingerprint(table)}


def _briefing(scenario: Scenario) -> list[Block]:
    note = scenario.content_note
    return present(
        letter(
            heading(1, scenario.title),
            own(facts(scenario), "quiet"),
            own(LABELS["note"].format(text=note), "note") if note else None,
            written(scenario.role, "role"),
            written(scenario.summary),
            heading(2, LABELS["cast"]),
            listing((f"{c.name} – {c.role}" for c in scenario.cast.values()), "written"),
        ),
        button(LABELS["begin"], {"do": "go-on"}, "main"),
        more(LABELS["how"], map(own, help_pages.HOW_TO_PLAY)),
    )


def fingerprint(table: Table) -> str:
    """Return a hash of *table*, 12 hexadecimal digits."""
    return sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()[:12]


def facts(scenario: Scenario) -> str:
    """Return place, sector, seniority and length in minutes on one line."""
    post = labels.SENIORITY[scenario.seniority]
    return f"{scenario.place} · {scenario.sector} · {post} · {count(minutes(scenario), 'minute')}"


class SingleAnswer:
    """A run that answers one scene, with its explanation and debriefing."""

    def __init__(self, play: Playthrough) -> None:
        self.play = play
        self.why: Explanation = explain(play, play.turns[-1])

    @cached_property
    def debriefing(self) -> Debriefing:
        """Return the debriefing of the run."""
        return debriefing(self.play)


def single_answer(scenario: Scenario, scene: Scene, call: Call, choice: str) -> SingleAnswer:
    """Answer *scene* of *scenario* with *call* and *choice* in a run that starts there."""
    play = start_at(scenario, 0, scene.id)
    for action in (GiveCall(scene.id, call), Choose(scene.id, choice)):
        after = step(play, action)
        assert isinstance(after, Playthrough), after
        play = after
    return SingleAnswer(play)


def _scene(scenario: Scenario, scene: Scene) -> Table:
    answers = {
        call: [single_answer(scenario, scene, call, choice) for choice in scene.choices]
        for call in Call
    }
    by_key = answers[scene.call]
    why = by_key[0].why
    wrong = next(call for call in Call if call is not scene.call)
    question = answers[wrong][0].debriefing.question
    assert question is not None
    return {
        "title": scene.title,
        "text": written(scene.text),
        "echoes": [[_when(echo.when), written(echo.text, "echo")] for echo in scene.echoes],
        "heard": list(_dialogue(scenario, scene)),
        "present": list(scene.present or scenario.cast),
        "orders": _orders(scenario, scene),
        "call": scene.call.value,
        "needed": needed(why),
        "context": context(why),
        "chance": explanation.chance(why),
        "guess": why.chance,
        "read": why.readers is not None,
        "score": explanation.score(Slot("points"), why.chance),
        "best": list(scoring.best_choices(scene)),
        "road": own(debrief.road(best_road(scene))),
        "need": [scene.need.count(Pole.LEAD), scene.need.count(Pole.MANAGE)],
        "calls": {call.value: _call(scene, call, answers[call]) for call in Call},
        "choices": [
            _choice(scenario, scene, choice, answer)
            for choice, answer in zip(scene.choices.values(), answers[wrong], strict=True)
        ],
        "lines": [[line.text, line_digest(line.text)] for line in question.lines],
    }


def _dialogue(scenario: Scenario, scene: Scene) -> Iterator[list[Any]]:
    """Yield character, lowest and highest trust, and block of each line, in display order."""
    for part, lines, minimum in dialogue(scene):
        kind = "adds" if part == "extra_cue" else "says"
        for who, text in lines.items():
            yield [who, minimum, MAX_TRUST, speech(kind, scenario.cast[who].name, text)]
    for who in scene.says:
        yield [who, 0, SILENT_UP_TO, speech("silent", scenario.cast[who].name)]


def _orders(scenario: Scenario, scene: Scene) -> list[str]:
    """Return for each seed the indices of the choices in display order."""
    indices = {choice: str(index) for index, choice in enumerate(scene.choices)}
    return [
        "".join(indices[choice.id] for choice in shuffled_choices(start(scenario, seed), scene))
        for seed in range(1, SEEDS + 1)
    ]


def _when(when: When | None) -> Table | None:
    if when is None:
        return None
    return {
        "chose": list(when.chose),
        "state": [state.value for state in when.state],
        "trust": dict(when.trust),
    }


def _call(scene: Scene, call: Call, answers: Sequence[SingleAnswer]) -> Table:
    """Return points, verdict with each choice, question, its answers and plan of *call*."""
    explanations = [answer.why for answer in answers]
    question = next(filter(None, (answer.debriefing.question for answer in answers)), None)
    missed = explanations[0].judgement.missed_call
    part, *_ = explanation.points_sum(explanations[0])
    return {
        "part": list(part),
        "after": written(scene.after_call.get(call), "after"),
        "called": own(called(explanations[0])),
        "asked": None if question is None else own(debrief.asked(question)),
        "shown_by": []
        if question is None
        else [debrief.shown_by(question, line) for line in question.lines],
        "plan": None
        if missed is None
        else [
            missed.value,
            debrief.plan(ResolveCall(missed)),
            CALLS_TRAINED_BY[missed].idea,
        ],
        "verdicts": [[MATCHES.index(why.judgement.match), verdict(why)] for why in explanations],
    }


def _choice(scenario: Scenario, scene: Scene, choice: Choice, answer: SingleAnswer) -> Table:
    why = answer.why
    _, fit, craft = explanation.points_sum(why)
    question = answer.debriefing.question
    assert question is not None
    return {
        "id": choice.id,
        "text": choice.text,
        "outcome": written(choice.outcome),
        "did": written(LABELS["did"].format(text=choice.text), "did"),
        "why": reasons(why),
        "fair": fair_case(why),
        "reveal": reveal(why),
        "ideas": ideas(why),
        "reasons": {move.who: explanation.trust_reason(move) for move in why.trust},
        "parts": [list(fit), list(craft)],
        "record": _record(scene, choice, why),
        "served": [
            scoring.served_tokens(scene.need, choice.stance, Pole.LEAD),
            scoring.served_tokens(scene.need, choice.stance, Pole.MANAGE),
        ],
        "moves": dict(trust_moves(scenario, scene, choice)),
        "log": log(why),
        "missed_beside": [debrief.missed_beside(question, line) for line in question.lines],
        "missed": [
            [row.dimension.value, row.needed.value, row.missed, _plans(why, row)]
            for row in why.missed
            if row.needed is not None
        ],
        "next": [[_when(route.when), route.go] for route in choice.next.routes],
    }


def _record(scene: Scene, choice: Choice, why: Explanation) -> Table:
    """Return the entries of an answer in the journal's JSON that no run changes."""
    return {
        "scene": scene.id,
        "title": scene.title,
        "context": scene.context.value,
        "choice": choice.id,
        "done": why.judgement.done.value,
        "dimensions": {
            row.dimension.value: {
                "asked": None if row.needed is None else row.needed.value,
                "did": None if row.did is None else row.did.value,
                "tokens": row.tokens,
                "served": row.served,
            }
            for row in why.rows
        },
        "skills": {
            "wanted": [skill.value for skill in scene.wanted],
            "shown": [skill.value for skill in why.shown],
        },
        "myth": None if why.myth is None else why.myth.value,
    }


def _plans(why: Explanation, row: Row) -> Mapping[str, list[str]]:
    """Map each skill wanted and not shown to the plan for *row* and the id of its idea."""
    assert row.needed is not None
    return {
        skill.value: [
            debrief.plan(
                Plan(
                    dimension=row.dimension,
                    pole=row.needed,
                    skill=skill,
                    practice=TRAINED_BY[skill],
                )
            ),
            TRAINED_BY[skill].idea,
        ]
        for skill in why.wanted
        if skill not in why.shown
    }


def cited(tables: Iterable[Table]) -> Iterator[str]:
    """Yield the id of every idea referenced in *tables* of scenarios, with duplicates."""
    for table in tables:
        for scene in table["scenes"].values():
            yield from (call["plan"][2] for call in scene["calls"].values() if call["plan"])
            for choice in scene["choices"]:
                yield from (name for kind, name, *_ in choice["ideas"] if kind == "idea")
                for *_, plans in choice["missed"]:
                    yield from (practice for _, practice in plans.values())


def ideas_table(book: Mapping[str, Idea], names: Iterable[str]) -> Table:
    """Map the id of each idea of *book* in *names* to a disclosure block, in the book's order."""
    wanted = set(names)
    return {
        name: more(
            idea.title,
            [
                own(idea.text),
                own(LABELS["in_play"].format(text=idea.in_play), "quiet") if idea.in_play else None,
            ],
        )
        for name, idea in book.items()
        if name in wanted
    }
