"""A broken layout: one cause is one message, and the rest of the file is still checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import yaml

from game.content.diagnostics import Problem, sentence
from game.content.files import scenario_files
from game.content.library import packaged
from game.content.loader import Reading, read_scenario
from game.content.repair.layout import repair
from game.content.slots import Slot, slot_of
from game.content.validation import PROSE_LISTS
from game.content.yaml.nodes import Node
from game.content.yaml.source import Source
from game.core.campaign import Campaign
from game.core.scenario import Scenario
from tests.content.conftest import IDEAS


Read = Callable[[str], Reading]


def moved(text: str, first: str, last: str, by: int) -> str:
    """Return *text* with the lines from *first* up to before *last* moved by *by* columns."""
    lines = text.split("\n")
    start = lines.index(first)
    end = lines.index(last, start + 1) if last else len(lines)
    for number in range(start, end):
        line = lines[number]
        lines[number] = " " * by + line if by > 0 and line else line[-by:] if by < 0 else line
    return "\n".join(lines)


def errors(reading: Reading) -> list[Problem]:
    """Return the problems that keep the file from being played."""
    return [problem for problem in reading.problems if problem.code[0] == "E"]


LINES = [
    # (what is changed, into what, a part of the line reported, a part of the message)
    ("    need: {", "    need {", "need {", "colon"),
    ("    need: {", "    need = {", "need = {", "not ="),
    ("    title: ", "    title \u2014 ", "title \u2014", "colon is needed"),
    ("    need: {", "    need\uff1a{", "need\uff1a", "ordinary colon"),
    ("    need: {", "    need:{", "need:{", "space"),
    ("    cues:\n", "    cues\n", "cues", "colon"),
    ("    cues:\n", "     cues:\n", "cues", "indentation"),
    ("    cues:\n", "   cues:\n", "cues", "indentation"),
    ("    cues:\n", "\tcues:\n", "cues", "tab"),
    ("cast:\n", "cast\n", "cast", "colon"),
    ("cast:\n", " cast:\n", "cast", "indentation"),
    ("scenes:\n", "```yaml\nscenes:\n", "```", "code"),
    ("scenes:\n", "// the scenes\nscenes:\n", "//", "comment begins with #"),
    ("scenes:\n", "<!-- the scenes -->\nscenes:\n", "<!--", "comment begins with #"),
    ("scenes:\n", "== Scenes ==\nscenes:\n", "==", "write # before it"),
    ("scenes:\n", "---\nscenes:\n", "---", "one scenario in a file"),
    ("scenes:\n", "...\nscenes:\n", "...", "three dots"),
    ("sector: hospital", "sector: hos\u200bpital", "sector", "cannot be seen"),
    ("    need: {", "    need:\u00a0{", "need", "ordinary spaces"),
    (
        "title: ",
        "<<<<<<< ours\ntitle: One\n=======\ntitle: Two\n>>>>>>> theirs\nx-title: ",
        "<<<<<<<",
        "merging two versions",
    ),
]


@pytest.mark.parametrize(("old", "new", "where", "message"), LINES)
def test_a_broken_line_does_not_hide_another_mistake(
    good: str, read: Read, old: str, new: str, where: str, message: str
) -> None:
    """Both are reported in one run, each on its own line, and nothing else is."""
    assert old in good
    text = good.replace(old, new, 1).replace("x-title", "# title")
    text = re.sub("^seniority: .*", "seniority: boss", text, count=1, flags=re.MULTILINE)

    reading = read(text)

    found = {problem.code: problem for problem in errors(reading)}
    assert "E107" in found
    assert len(errors(reading)) == 2
    (other,) = (problem for problem in errors(reading) if problem.code != "E107")
    assert other.span is not None
    assert where in reading.source.line(other.span.line)
    assert message in sentence(other)


@pytest.mark.parametrize("end", ["...\n# the end\n", "...  # the end\n", "...x\n"])
def test_an_end_mark_that_nothing_follows_is_no_problem(good: str, read: Read, end: str) -> None:
    """Three dots on the last line are valid, also in a file with a problem elsewhere."""
    found = errors(read(good.replace("    need: {", "    need {", 1) + "\n" + end))

    assert found[0].message.startswith("a colon is missing")
    assert len(found) == (2 if "x" in end else 1)


def test_a_whole_scene_left_of_its_name_is_one_message(good: str, read: Read) -> None:
    """So is a scene that is nested too deep."""
    lines = good.split("\n")
    number = lines.index("  corridor:")
    last = next(line for line in lines[number + 1 :] if line and line[0] != " ")

    for first, by in ((lines[number + 1], -2), ("  corridor:", 2)):
        (problem,) = errors(read(moved(good, first, last, by)))

        assert problem.span is not None
        assert problem.span.line in (number + 1, number + 2)
        assert "indentation" in problem.message


DASHES = [
    # (the line with the dash, the line it takes the place of or, if this is empty, stands above)
    *(
        ("      - card:", "      card:"),
        ("    - card:", "      card:"),
        ("     - card:", "      card:"),
    ),
    *(("      - doctor:", "      doctor:"), ("    - doctor:", "      doctor:")),
    *(("  - smoke:", "  smoke:"), ("- smoke:", "  smoke:"), ("  - corridor:", "  corridor:")),
    *(("  - rania:", "  rania:"), ("  - samer:", "  samer:"), ("- samer:", "  samer:")),
    *(("    - choices:", "    choices:"), ("- cast:", "cast:"), ("- format: 1", "format: 1")),
    ("      - focus: stands frozen by bay two", "      focus: stands frozen by bay two"),
    *((f"{blanks}-{end}", "      card:") for blanks in ("    ", "      ") for end in ("", " ")),
    *((f"{blanks}-", "      doctor:") for blanks in ("    ", "      ", "        ")),
    *(("  -", "  smoke:"), ("  - # here", "  corridor:"), ("-", "  rania:"), ("  -", "  samer:")),
]


@pytest.mark.parametrize(("dash", "line"), DASHES)
def test_a_stray_dash_is_one_message(good: str, read: Read, dash: str, line: str) -> None:
    """It is reported where it stands, and what is below it is still checked."""
    lines = good.replace("\n    context: change\n", "\n    context: chance\n").split("\n")
    number = lines.index(line)
    lines[number : number + 1] = [dash, line] if dash.strip()[:3] in ("-", "- #") else [dash]

    dashed, *others = errors(read("\n".join(lines)))

    assert dashed.span is not None
    assert (dashed.span.line, dashed.span.column) == (number + 1, dash.index("-") + 1)
    assert (dashed.help or "").startswith("delete ")
    assert [problem.code for problem in others] == ["E107"]


@pytest.mark.parametrize("ids", ["rania|samer", "smoke|corridor", "card|doctor"])
@pytest.mark.parametrize("blanks", [0, 2])
def test_a_list_in_place_of_ids_is_one_message(
    good: str, read: Read, ids: str, blanks: int
) -> None:
    """The first dash is marked, and the others are counted."""
    text = re.sub(
        rf"^( *)  ({ids}):$", rf"\1{' ' * blanks}- \2:", good, count=2, flags=re.MULTILINE
    )

    (problem,) = errors(read(text))

    assert problem.message.endswith("a dash stands in this line, and once more")


@pytest.mark.parametrize("choices", ["", " none", "\n      - text: Start the card."])
def test_choices_that_cannot_be_read_are_one_message(good: str, read: Read, choices: str) -> None:
    """Conditions that name one of them are no other mistake; ids of other kinds are checked."""
    start, end = good.index("choices:") + len("choices:"), good.index("    facilitator:")
    text = f"{good[:start]}{choices}\n{good[end:]}".replace("start: smoke", "start: flood", 1)
    assert "chose: [smoke.doctor]" in text

    codes = [problem.code for problem in errors(read(text))]

    assert sorted(codes) == ["E102", "E202"]


def test_a_dash_of_a_list_is_no_stray_one(good: str, read: Read) -> None:
    """Neither in a list nor under an unknown name nor before a group without its id."""
    route, under = "          - go: end", "    facilitator:\n"
    for text in (
        good.replace(route, f"          -\n            {route.strip('- ')}"),
        good.replace(route, f"        {route}"),
        good.replace(under, f"    notes:\n      - who: One\n{under}"),
        re.sub("      (card|doctor):\n        text:", "      - text:", good),
    ):
        assert text != good
        assert not any("no list belongs" in problem.message for problem in errors(read(text)))


def test_an_id_used_many_times_is_one_message(good: str, read: Read) -> None:
    """The first use is marked, and the others are counted."""
    (problem,) = errors(read(good.replace("  rania:\n", "  ranja:\n", 1)))

    assert "here and in 2 more places" in problem.message


@pytest.mark.parametrize("char", ["\u00a0", "\u200b", "\x1b"])
def test_one_character_in_many_places_is_one_message(good: str, read: Read, char: str) -> None:
    """It is reported at its first place, with their number."""
    text = re.sub(r"^(    \w+:) ?", rf"\g<1>{char}", good, flags=re.MULTILINE)

    codes = [problem.code for problem in errors(read(text))]

    assert codes.count("E007" if char != "\x1b" else "E006") == 1


def test_line_ends_of_old_computers_are_read(good: str, read: Read) -> None:
    """A file whose lines end with CR alone is no broken file."""
    from game.content.decoding import decode

    source = decode("smoke.yaml", good.replace("\n", "\r").encode())

    assert isinstance(source, Source)
    assert not errors(read(source.text))


def test_sound_files_need_no_repair(good: str) -> None:
    """However the layout is written: by hand, or by a program in another style."""
    texts = [good, *(file.read_text("utf-8") for file in scenario_files(packaged()))]
    content = yaml.safe_load(good)
    for indent in (2, 4, 6):
        for width in (40, 100):
            texts.append(yaml.safe_dump(content, indent=indent, width=width, allow_unicode=True))
    texts.append(yaml.safe_dump(content, default_flow_style=True))
    texts.append(yaml.safe_dump(content, default_style='"', sort_keys=False))

    for text in texts:
        result = repair(Source("smoke.yaml", text), slot_of(Scenario))

        assert not result.problems
        assert result.source.text == text


COMMAS = [
    # (old, new, the code, a part of the help)
    (
        'what: ["What did you see first?"]',
        "what: [What first, the page or Bas?]",
        "W304",
        '["What first, the page or Bas?"]',
    ),
    (
        "extra_cue: {rania: I know the stairwell.}",
        "extra_cue: {rania: I know the stairwell, please. Any name, at all.}",
        "E102",
        '{rania: "I know the stairwell, please. Any name"}',
    ),
    (
        "after_call: {lead: Rania looks up., ",
        "after_call: {lead: You pull a stool, Rania looks up., ",
        "E102",
        '{lead: "You pull a stool, Rania looks up."}',
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "shown"), COMMAS)
def test_a_comma_that_cuts_a_text_is_reported_once(
    good: str, read: Read, old: str, new: str, code: str, shown: str
) -> None:
    """With the text as it would be in quotes."""
    assert old in good

    (problem,) = read(good.replace(old, new, 1)).problems

    assert problem.code == code
    assert shown in (problem.help or "")


@pytest.mark.parametrize("written", ["Team coordination, courage", "team-coordination, a b, c"])
def test_a_comma_between_words_cuts_no_text(good: str, read: Read, written: str) -> None:
    """In a list of words or ids a space is a mistake of its own."""
    text = re.sub(r"wanted: \[.*\]", f"wanted: [{written}]", good, count=1)
    assert text != good
    codes = {problem.code for problem in read(text).problems}
    assert "E107" in codes
    assert "W304" not in codes


def test_lists_of_sentences_are_those_of_the_format() -> None:
    """Only their commas are looked at."""

    def named(slot: Slot) -> Iterator[str]:
        for name, field in slot.fields.items():
            if field.item is not None and field.item.text:
                yield name
            for below in (field, field.item, field.value):
                yield from named(below) if below is not None else ()

    assert {*named(slot_of(Scenario)), *named(slot_of(Campaign))} == PROSE_LISTS


TOKENS = [("2 manage", "manage 2"), ("manage one", "manage 1"), ("two leads", "lead 2")]


@pytest.mark.parametrize(("written", "meant"), TOKENS)
def test_tokens_in_the_wrong_order_show_the_right_one(
    good: str, read: Read, written: str, meant: str
) -> None:
    """Whatever word is most similar."""
    (problem, *_) = errors(read(good.replace("goal: manage}", f"goal: {written}}}", 1)))

    assert problem.help == f"did you mean '{meant}'?"


@pytest.mark.parametrize(
    ("word", "meant"),
    [("empathy", "empathy-and-active-listening"), ("mentoring", "coaching-and-mentoring")],
)
def test_a_word_of_a_skill_is_enough_to_suggest_it(
    good: str, read: Read, word: str, meant: str
) -> None:
    """If no other skill has that word."""
    text = good.replace("wanted: [team-coordination,", f"wanted: [{word},", 1)

    (problem,) = errors(read(text))

    assert problem.help == f"did you mean '{meant}'?"


def test_what_is_missing_comes_with_a_line_to_write(good: str, read: Read) -> None:
    """And with the words that are allowed there."""
    text = re.sub("^    context: .*\n", "", good, count=1, flags=re.MULTILINE)

    (problem,) = errors(read(text))

    assert problem.code == "E100"
    assert (problem.help or "").startswith("add context: crisis (one of crisis, change,")


@pytest.mark.parametrize(("old", "new"), [line[:2] for line in LINES])
def test_a_repaired_text_gets_no_advice(good: str, old: str, new: str) -> None:
    """An extra check runs on what the author wrote, never on what the repair made of it."""
    seen: list[str] = []

    def check(scenario: Scenario, _root: Node) -> tuple[Problem, ...]:
        seen.append(scenario.title)
        return (Problem(code="W302", message="seen"),)

    sound = read_scenario(Source("smoke.yaml", good), IDEAS, check)
    broken = read_scenario(Source("smoke.yaml", good.replace(old, new, 1)), IDEAS, check)

    assert len(seen) == 1
    assert [problem.message for problem in sound.problems] == ["seen"]
    assert broken.scenario is None
    assert "seen" not in {problem.message for problem in broken.problems}


@pytest.mark.parametrize(
    ("sign", "message", "hint"),
    [
        ("= ", "not =", "title:"),
        ("=", "not =", "title:"),
        ("\u2014 ", "not \u2014", "title:"),
        ("= Two", "not =", "title: Two"),
    ],
)
def test_a_sign_in_the_place_of_a_colon_is_named(
    good: str, read: Read, sign: str, message: str, hint: str
) -> None:
    """Also if no value follows it."""
    text = re.sub("^title: .*", f"title {sign}", good, count=1, flags=re.MULTILINE)

    (problem,) = errors(read(text))

    assert problem.message.endswith(message)
    assert problem.help == f"write {hint}"
