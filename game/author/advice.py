"""
Advice on quality: what makes a scene fair, readable and worth playing.

Nothing here keeps a scenario from being played. Checks that count words or grades are for
English; they are silent for a scenario in another ``language``. Every kind of advice has a code
of its own and says the figure it found beside the figure it hoped for.
"""

from __future__ import annotations

from collections.abc import Iterable

from game.author import fairness, unmet, wording
from game.author.finding import Finding, is_english
from game.content.nodes import Node, at, name_place
from game.content.problems import Problem
from game.core.model import Scenario


ADVICE = {
    "A401": "a scene's text is shorter or longer than a projector and a reader like",
    "A402": "a scene's text has many or long sentences",
    "A403": "a text asks for more years of schooling than it should",
    "A404": "a choice is shorter or longer than its kind",
    "A405": "a choice does not begin with what you do",
    "A406": "the choices of a scene differ so much in length that length gives a hint",
    "A407": "the best choice stands out by its length or its place too often",
    "A408": "a text names what the player is to find out",
    "A409": "an absolute word makes a lesser choice easy to rule out",
    "A410": "a scene has no single best choice",
    "A411": "the second-best choice is too close to the best",
    "A412": "the worst choice is not bad enough to tell apart",
    "A413": "a choice serves nothing and leans on no myth",
    "A414": "a needed dimension tells the choices apart too little",
    "A415": "guessing pays too much or too little",
    "A416": "an outcome is shorter or longer than its kind",
    "A417": "an explanation is shorter or longer than its kind",
    "A418": "an explanation rests on fewer than two ideas",
    "A419": "an explanation does not come back to a cue",
    "A420": "feedback judges, or says always and never",
    "A421": "a lesser choice does not say when it would be right",
    "A422": "everyone present agrees with the best choice too often",
    "A423": "the cast is smaller or larger than a scenario can carry",
    "A424": "something a workshop needs is missing",
    "A425": "a line, an echo or a way on that no run can meet",
    "A426": "somebody speaks or listens who is not present",
    "A427": "a letter of a campaign is shorter or longer than its kind",
    "A428": "what a practice lets the player know is shorter or longer than its kind",
    "A429": "a posting offers no practices, though another came before it",
    "A430": "the context of a scene and its call contradict each other",
    "A431": "a paragraph of a scene's text is long",
    "A432": "a scene's text names more people than a reader can hold",
    "A433": "what people do after a call is long",
    "A434": "an explanation repeats the table, or says what to do next time",
    "A435": "the minutes that are given are off by more than a third",
    "A436": "endings open on the same words in several scenarios",
    "A437": "scenes of most scenarios open on the same weekday",
    "A438": "explanations of several scenarios open on the same words",
    "A439": "ideas that no scenario of a library cites",
}
"""Every code of advice, with what it means; the codes are stable."""


def advise(scenario: Scenario, root: Node) -> tuple[Problem, ...]:
    """All advice on *scenario*, placed by the nodes it was read from, in file order."""
    counted = wording.CHECKS if is_english(scenario) else ()
    checks = (*counted, *wording.ANY_LANGUAGE, *fairness.CHECKS, *unmet.CHECKS)
    found = [finding for check in checks for finding in check(scenario)]
    return placed(found, root)


def placed(found: Iterable[Finding], root: Node) -> tuple[Problem, ...]:
    """*found* as problems, placed by the nodes under *root*, in file order."""
    problems = [
        Problem(
            code=one.code,
            message=one.message,
            help=one.help,
            place=name_place(at(root, *one.path)),
        )
        for one in found
    ]
    return tuple(sorted(problems, key=_where))


def _where(problem: Problem) -> tuple[int, int]:
    assert problem.place is not None
    return problem.place.line, problem.place.column
