"""What stands on the page at each step, as literal content."""

from __future__ import annotations

from textual.content import Content

from game.core.enums import Call, Pole
from game.core.explanation import Explanation
from game.core.scenario import Scenario, minutes
from game.core.view import Line, Offer, SceneView, View
from game.text import labels
from game.tui.literal import line, lines, literal, paragraphs
from game.tui.theme import CALL_SHAPES, COLOURS, SHAPES


def heading(text: str) -> Content:
    """A heading."""
    return literal(text, "bold $lead")


def facts(scenario: Scenario) -> Content:
    """Place, line of work, post and length on one line."""
    post = labels.SENIORITY[scenario.seniority]
    return literal(
        f"{scenario.place} · {scenario.sector} · {post} · {minutes(scenario)} minutes", "$quiet"
    )


def briefing(scenario: Scenario) -> Content:
    """Who the player is, where, and with whom."""
    note = scenario.content_note
    return paragraphs(
        [
            lines([heading(scenario.title), facts(scenario)]),
            literal(scenario.role, "bold"),
            scenario.summary,
            line(("Please note: ", "bold"), note) if note else None,
            lines(
                [
                    literal("With you are", "$quiet"),
                    *(line((c.name, "bold"), f", {c.role}") for c in scenario.cast.values()),
                ]
            ),
        ]
    )


def scene(seen: SceneView) -> Content:
    """The moment, what it remembers, and who speaks."""
    return paragraphs(
        [
            heading(seen.title),
            literal(seen.echo, "italic $quiet") if seen.echo else None,
            literal(seen.text),
            lines(
                [
                    *(_spoken(said) for said in seen.lines),
                    *(line((name, "bold"), (" says nothing.", "$quiet")) for name in seen.silent),
                ]
            ),
        ]
    )


def _spoken(said: Line) -> Content:
    aside = " (to you alone)" if said.volunteered else ""
    return line((said.name, "bold"), (aside, "$quiet"), f": “{said.text}”")


def call(given: Call) -> Content:
    """A call by shape and word."""
    return line(*_shapes(given), (labels.CALLS[given], "bold"))


def call_card(given: Call) -> Content:
    """A call as a card: shape, word, meaning."""
    return line(call(given), "  ", (labels.CALL_MEANS[given], "not bold $quiet"))


def _shapes(given: Call) -> list[tuple[str, str]]:
    by_shape = {SHAPES[pole]: COLOURS[pole] for pole in Pole}
    return [(f"{shape} ", by_shape[shape]) for shape in CALL_SHAPES[given].split()]


def outcome(view: View, chosen: Offer) -> Content:
    """What was done and what came of it."""
    return paragraphs(
        [
            heading("What happened"),
            line(("You: ", "bold"), (chosen.text, "italic")),
            view.outcome,
            lines(labels.trust_shift(person) for person in view.people if person.present),
        ]
    )


def trust(why: Explanation) -> Content:
    """How each took it."""
    return lines(labels.trust_move(move) for move in why.trust)


def reading(why: Explanation) -> Content:
    """What the moment was: the reveal's one line."""
    return paragraphs(
        [
            line(("Why  ", "bold $lead"), ("The moment asked: ", "bold"), call(why.call)),
            labels.call_reading(why),
            literal(labels.INSIGHTS[why.insight], "bold") if why.insight else None,
        ]
    )


def right_if(why: Explanation) -> Content | None:
    """When the choice would be right; None where it was."""
    return line(("This would be right if ", "bold"), why.right_if) if why.right_if else None


def reasons(why: Explanation, *, fair: bool = True) -> Content:
    """The author's reasoning, what to look for, and the *fair* case for the choice."""
    look_for = labels.look_for(why)
    return paragraphs(
        [
            literal(why.text),
            right_if(why) if fair else None,
            literal(look_for, "bold") if look_for else None,
            literal(labels.readers(why), "$quiet"),
        ]
    )


def ending(view: View, seed: int) -> Content:
    """The ending, the gauges in words, the log and the questions."""
    assert view.ending is not None
    assert view.state is not None
    assert view.points is not None
    state = view.state
    questions = view.debrief
    return paragraphs(
        [
            line(heading(state.value.capitalize()), (f": {labels.STATES[state]}", "$quiet")),
            literal(view.ending),
            line(("Points: ", "bold"), (labels.points(view.points), "bold $lead"), " of 100"),
            lines(
                line(
                    (f"{entry.points:>3}  ", "bold"),
                    (entry.title, "bold"),
                    (f"  {labels.CALLS[entry.call]}", "$quiet"),
                )
                for entry in view.log
            ),
            *(
                lines([literal(title, "bold"), *asked])
                for title, asked in (
                    ("What?", questions.what if questions else ()),
                    ("So what?", questions.so_what if questions else ()),
                    ("Now what?", questions.now_what if questions else ()),
                )
                if asked
            ),
            literal(f"{labels.KEYS_ARE_AUTHORED} {labels.PRACTICE_NOT_TEST}", "$quiet"),
            literal(f"Seed {seed}", "$quiet"),
        ]
    )
