"""
One fault at a time in a good scenario: problems, their lines, and whether it can be played.

Each row replaces the first *old* in ``good.yaml`` by *new*. The first problem
must stand on a line that contains *where*.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from game.content.loader import Reading


Read = Callable[[str], Reading]


# what is wrong, old, new, the codes reported, where the first is reported
Row = tuple[str, str, str, list[str], str]

ENCODING: list[Row] = [
    ("ESC in a text", "hospital", "hos\x1b[2Jpital", ["E006"], "sector"),
    ("NUL in a text", "hospital", "hos\0pital", ["E006"], "sector"),
    ("DEL in a text", "hospital", "hos\x7fpital", ["E006"], "sector"),
    ("C1 in a text", "hospital", "hos\x9bpital", ["E006"], "sector"),
    ("next line sign", "hospital", "hos\x85pital", ["E006"], "sector"),
    ("line separator", "hospital", "hos\u2028pital", ["E007"], "sector"),
    ("bidi override", "hospital", "hos\u202epital", ["E007"], "sector"),
    ("bidi isolate", "hospital", "hos\u2066pital", ["E007"], "sector"),
    ("zero width in an id", "start: smoke", "start: smo\u200bke", ["E007"], "start"),
    ("soft hyphen", "hospital", "hos\u00adpital", ["E007"], "sector"),
    ("byte order mark inside", "hospital", "\ufeffhospital", ["E007"], "sector"),
    ("surrogate", "hospital", "\ud800", ["E007"], "sector"),
    ("noncharacter", "hospital", "hos\ufffepital", ["E007"], "sector"),
    ("odd blanks indent", "  rania:\n", "\u00a0 rania:\n", ["E007"], "rania:"),
    ("odd blank after colon", "minutes: 10", "minutes:\u00a010", ["E007"], "minutes"),
    ("odd blank in a text", "Nobody is hurt.", "Nobody is\u00a0hurt.", [], ""),
    ("Persian joiner", "hospital", "می\u200cخواهم", [], ""),
    ("emoji with joiners", "hospital", "👩\u200d⚕\ufe0f", [], ""),
    ("two faults", "hospital", "\x1b\u202e", ["E006", "E007"], "sector"),
    ("merge marks", "sector:", "<<<<<<< mine\nsector:", ["E015"], "<<<<<<< mine"),
    ("escape makes ESC", "hospital", '"\\e[31m"', ["E006"], "sector"),
    ("escape makes C1", "hospital", '"\\x9b2J"', ["E006"], "sector"),
    ("escape makes NUL", "hospital", '"\\0"', ["E006"], "sector"),
    ("escape makes bidi", "hospital", '"\\u202e"', ["E007"], "sector"),
    ("escape makes a letter", "hospital", '"h\\u00f4pital"', [], ""),
]

LAYOUT: list[Row] = [
    ("open quote", "sector: h", 'sector: "h', ["E008"], "sector"),
    ("open quote before a quote", "title: Smoke", 'title: "Smoke', ["E008"], "title"),
    ("apostrophe in quotes", "Samer waits.\n", "'Samer's chair.'\n", ["E008"], "Samer's"),
    ("text after quotes", "hospital", '"hospital" ward', ["E008"], "sector"),
    ("colon in a text", "Samer waits.\n", "He says: wait.\n", ["E008"], "He says"),
    ("colon in a longer text", "sector: h", "sector: a\n  He says: h", ["E008"], "He says"),
    ("tab indents", "  rania:\n", "\trania:\n", ["E008"], "rania:"),
    ("tab after spaces", "    name: R", "  \tname: R", ["E008"], "name: R"),
    ("begins with @", "hospital", "@hospital", ["E008"], "sector"),
    ("begins with `", "hospital", "`hospital`", ["E008"], "sector"),
    ("begins with %", "hospital", "%hospital", ["E008"], "sector"),
    ("begins with **", "hospital", "**hospital**", ["E008"], "sector"),
    ("begins with *", "hospital", "*hospital", ["E012"], "sector"),
    ("begins with * and goes on", "hospital", "*hospital ward", ["E012"], "sector"),
    ("begins with &", "hospital", "&hospital", ["E012"], "sector"),
    ("begins with !", "hospital", "!hospital ward", ["E012"], "sector"),
    ("a tag", "hospital", "!!binary aGk=", ["E012"], "sector"),
    ("a python tag", "hospital", "!!python/object/apply:os.system [x]", ["E012"], "sector"),
    ("braces go on", "hospital", "{ward} six", ["E008"], "sector"),
    ("double braces", "hospital", "{{ward}}", ["E010"], "sector"),
    ("double braces go on", "hospital", "{{ward}} six", ["E010"], "sector"),
    ("brackets go on", "hospital", "[ward] six", ["E008"], "sector"),
    ("bracket never closed", "[courage, adaptability]", "[courage, ", ["E008"], "wanted: [co"),
    ("brace never closed", "{focus: lead}", "{focus: lead", ["E008"], "listens_for"),
    ("bracket closes nothing", "[courage, adapt", "[courage], adapt", ["E008"], "wanted: [c"),
    ("a list as a name", "sector: hospital", "? [a]\n: hospital", ["E010"], "[a]"),
    ("dash without space", "          - go: end", "          -go: end", ["E008"], "-go"),
    ("colon without space", "sector: hospital", "sector:hospital", ["E008"], "sector:h"),
    ("no colon", "sector: hospital", "sector hospital", ["E008"], "sector h"),
    ("no name", "sector: hospital", ": hospital", ["E008"], ": hospital"),
    ("one space too few", "        outcome: Samer", "       outcome: Samer", ["E008"], "Samer"),
    ("one space too many", "    context: ch", "     context: ch", ["E008"], "context: ch"),
    ("block text less indented", "      by the desk", "    by the desk", ["E008"], "by the"),
    ("text after the bar", "text: |\n", "text: | Fire.\n", ["E008"], "text: | Fire."),
    ("text after three dots", "cast:", "...\ncast:", ["E008"], "..."),
    ("second document", "cast:", "---\ncast:", ["E011"], "---"),
    ("unknown directive", "format: 1", "%FOO\nformat: 1", ["E008"], "%FOO"),
    ("YAML directive", "format: 1", "%YAML 1.2\n---\nformat: 1", [], ""),
    ("question mark name", "sector: hospital", "? sector\n: hospital", [], ""),
    ("a very long name", "hospital", "x" * 1100 + ": y", ["E008"], "sector"),
    ("unknown backslash", "hospital", '"C:\\ward"', ["E008"], "sector"),
    ("surrogate escape", "hospital", '"\\ud800"', ["E008"], "sector"),
    ("merge key", "sector:", "<<: *a\nsector:", ["E012"], "<<"),
]

NAMES: list[Row] = [
    ("given twice", "title: The", "title: A\n    title: The", ["E009"], "title: The"),
    ("quoted and plain", "title: The", "'title': A\n    title: The", ["E009"], "title: The"),
    ("misspelt", "title: Smoke", "titel: Smoke", ["E101"], "titel"),
    ("capital", "title: Smoke", "Title: Smoke", ["E101"], "Title"),
    ("hyphen for underscore", "call_because: Nobody", "call-because: N", ["E101"], "call-bec"),
    ("nothing near", "cast:", "weather: fine\ncast:", ["E101"], "weather"),
    ("in the wrong place", "    echoes:", "    outcome: A.\n    echoes:", ["E101"], "outcome: A."),
    ("very long", "cast:", "x" * 900 + ": a\ncast:", ["E101"], "xxx"),
    ("hostile", "cast:", '"::error file=a::b": a\ncast:', ["E101"], "::error"),
    ("missing", "    call: lead\n", "", ["E100"], "corridor:"),
    (
        "several missing",
        "    title: The corridor\n    context: change\n",
        "",
        ["E100"],
        "corridor:",
    ),
    ("a number", "  rania:\n", "  7:\n", ["E202"], "rania"),
    ("a word of YAML", "  synergy:", "  no:", ["E101", "E100"], "endings"),
    ("capital in an id", "  rania:\n", "  Rania:\n", ["E105"], "Rania:"),
    ("path as an id", "  rania:\n", "  ../rania:\n", ["E105"], "../"),
    ("joiner in an id", "  rania:\n", "  ran\u200dia:\n", ["E105"], "ran"),
    ("a trap in an id", "  rania:\n", "  " + "a" * 900 + "!:\n", ["E105", "E202"], "aaa"),
]

VALUES: list[Row] = [
    ("nothing", "sector: hospital", "sector:", ["E102"], "sector"),
    ("swallowed by #", "hospital", "#5 is best", ["E102"], "sector"),
    ("cut by #", "hospital", "ward #4 is full", ["W302"], "sector"),
    ("a comment", "hospital", "hospital # for now", [], ""),
    ("a tilde", "hospital", "~", ["E102"], "sector"),
    ("null", "hospital", "null", ["E102"], "sector"),
    ("null in quotes", "hospital", '"null"', [], ""),
    ("blank", "hospital", '" "', ["E103"], "sector"),
    ("blank block", "sector: hospital", "sector: |\n", ["E103"], "sector"),
    ("too long", "hospital", "x" * 41, ["E104"], "sector"),
    ("far too long", "hospital", "x" * 20_001, ["E014"], "sector"),
    ("two lines of one", "hospital", "|\n  a\n  b", [], ""),
    ("several paragraphs", "hospital", "|\n  a\n\n  b", ["E102"], "sector"),
    ("no", "hospital", "no", [], ""),
    ("a time", "hospital", "12:30", [], ""),
    ("an octal number", "hospital", "010", [], ""),
    ("an impossible date", "hospital", "2024-02-30", [], ""),
    ("equals", "hospital", "=", [], ""),
    ("a merge sign", "hospital", "<<", [], ""),
    ("braces for a text", "hospital", "{name}", ["E102"], "sector"),
    ("brackets for a text", "hospital", "[sighs]", ["E102"], "sector"),
    ("entries for a text", "sector: hospital", "sector:\n  ward: six", ["E102"], "ward: six"),
    ("text for entries", "listens_for: {focus: lead}", "listens_for: lead", ["E102"], "listens"),
    ("text for a list", "[courage, adaptability]", "courage", ["E102"], "wanted: courage"),
    ("entries for a list", "[courage, adaptability]", "{a: b}", ["E102"], "wanted: {"),
    (
        "list for entries",
        "extra_cue: {rania: I know the stairwell.}",
        "extra_cue: [a]",
        ["E102"],
        "[a]",
    ),
    ("nothing in a list", '"When?"]', "~]", ["E102"], "ask"),
    ("word for a number", "minutes: 10", "minutes: ten", ["E102"], "minutes"),
    ("number with a zero", "minutes: 10", "minutes: 08", ["E102"], "minutes"),
    ("quoted number", "minutes: 10", 'minutes: "10"', ["E102"], "minutes"),
    ("hexadecimal", "minutes: 10", "minutes: 0x1F", ["E102"], "minutes"),
    ("empty hexadecimal", "minutes: 10", "minutes: 0x_", ["E102"], "minutes"),
    ("decimal comma", "minutes: 10", "minutes: 1,5", ["E102"], "minutes"),
    ("base sixty", "minutes: 10", "minutes: 1:30", ["E102"], "minutes"),
    ("infinity", "minutes: 10", "minutes: .inf", ["E102"], "minutes"),
    ("ten digits", "minutes: 10", "minutes: 1234567890", ["E102"], "minutes"),
    ("huge number", "minutes: 10", "minutes: " + "9" * 5000, ["E102"], "minutes"),
    ("out of range", "minutes: 10", "minutes: 121", ["E106"], "minutes"),
    ("negative", "minutes: 10", "minutes: -1", ["E106"], "minutes"),
    ("newer format", "format: 1", "format: 2", ["E106"], "format"),
    ("trust out of range", "trust: {rania: 4}", "trust: {rania: 6}", ["E106"], "trust"),
    ("maybe", "emergency: true", "emergency: maybe", ["E102"], "emergency"),
    ("off", "emergency: true", "emergency: OFF", [], ""),
    ("near word", "context: crisis", "context: crysis", ["E107"], "context: cry"),
    ("capital word", "context: crisis", "context: Crisis", ["E107"], "context: Cri"),
    ("unknown word", "call: lead\n", "call: dance\n", ["E107"], "call: dance"),
    ("unknown dimension", "{focus: ward", "{fokus: ward", ["E107"], "fokus"),
    ("three tokens", "focus: lead 2", "focus: lead 3", ["E107"], "need"),
    ("stance of all", "stance: manage", "stance: both", ["E107"], "stance: both"),
    ("two poles to listen for", "{focus: lead}", "{focus: lead, goal: lead}", ["E108"], "listens"),
    ("one wanted", "[courage, adaptability]", "[courage]", ["E108"], "wanted"),
    ("the same twice", "[courage, adaptability]", "[courage, courage]", ["E201"], "wanted"),
    ("one choice", "      tell: {", "      #: {", ["E108"], "choices:"),
    ("empty stance", "stance: {queries: manage}", "stance: {}", ["E108"], "stance"),
    ("empty condition", "{chose: [smoke.doctor]}", "{}", ["E108"], "when"),
    ("optional left empty", "brief: You have not slept.", "brief:", [], ""),
    ("list left empty", "ideas: [rule-context-decides, rule-switch]", "ideas:", [], ""),
]

SECOND_EDITION: list[Row] = [
    ("reaction to no call", "lead: Rania looks", "both: Rania looks", ["E107"], "after_call"),
    ("reaction to all calls", "{lead: Rania looks up., manage-then-lead: Samer takes a chair.}",
     "They wait.", ["E102"], "after_call"),
    ("blank reaction", "lead: Rania looks up.", 'lead: ""', ["E103"], "after_call"),
    ("long reaction", "Rania looks up.", "x" * 201, ["E104"], "after_call"),
    ("one reaction", "lead: Rania looks up., ", "", [], ""),
    ("no reaction", "    after_call: {lead: Rania looks up., manage-then-lead: Samer takes a "
     "chair.}\n", "", [], ""),
    ("readers in sum", "readers: {manage-then-lead: 4, lead: 1}", "readers: 5", ["E102"],
     "readers: 5"),
    ("readers of no call", "lead: 1}", "led: 1}", ["E107"], "readers: {"),
    ("readers in words", "lead: 1}", "lead: one}", ["E102"], "readers: {"),
    ("fewer than no readers", "lead: 1}", "lead: -1}", ["E106"], "readers: {"),
    ("too many readers", "lead: 1}", "lead: 100}", ["E106"], "readers: {"),
    ("readers of a choice in words", "readers: 3", "readers: three", ["E102"], "readers: three"),
    ("readers of a choice by call", "readers: 3", "readers: {lead: 3}", ["E102"],
     "readers: {lead: 3}"),
    ("too many readers of a choice", "readers: 3", "readers: 100", ["E106"], "readers: 100"),
    ("blank dissent", "dissent: Nobody moves before Rania does.", 'dissent: " "', ["E103"],
     "dissent"),
    ("list of dissent", "dissent: Nobody moves before Rania does.", "dissent: [a]", ["E102"],
     "dissent"),
    ("long dissent", "Nobody moves before Rania does.", "x" * 201, ["E104"], "dissent"),
    ("blank language", "language: en-GB", 'language: ""', ["E103"], "language"),
    ("list of languages", "language: en-GB", "language: [en]", ["E102"], "language"),
    ("long language", "language: en-GB", "language: " + "x" * 21, ["E104"], "language"),
    ("no language", "language: en-GB\n", "", [], ""),
    ("no minutes", "minutes: 10\n", "", [], ""),
    ("no time at all", "minutes: 10", "minutes: 0", ["E106"], "minutes"),
    ("a trait of one scene", "    need: {", "    listens_for: {rania: {queries: manage}}\n"
     "    need: {", ["E101"], "listens_for: {rania"),
]  # fmt: skip

MEANING: list[Row] = [
    ("start unknown", "start: smoke", "start: smoek", ["E202"], "start"),
    ("start is the end", "start: smoke", "start: end", ["E202"], "start"),
    ("next unknown", "next: corridor", "next: coridor", ["E202"], "next: cor"),
    ("go unknown", "go: corridor", "go: Corridor", ["E202"], "go: Cor"),
    ("character unknown", "borne_by: samer", "borne_by: samir", ["E202"], "borne_by"),
    ("speaker unknown", "samer: Which", "samir: Which", ["E202"], "samir"),
    ("trust unknown", "trust: {rania", "trust: {ranja", ["E202"], "trust"),
    ("look-alike", "borne_by: samer", "borne_by: s\u0430mer", ["E202"], "borne_by"),
    ("choice unknown", "smoke.doctor", "smoke.docter", ["E202"], "chose"),
    ("choice without scene", "[smoke.doctor]", "[doctor]", ["E202"], "chose"),
    ("idea unknown", "rule-switch", "rule-swich", ["E202"], "ideas"),
    ("cast misspelt", "cast:", "cats:", ["E101"], "cats"),
    ("id of a word of YAML", "  corridor:\n", "  no:\n", ["E202"], "go: corridor"),
    ("scene called null", "  corridor:\n", "  null:\n", ["E202", "E105"], "go: corridor"),
    ("scene called end", "  corridor:\n", "  end:\n", ["E202", "E105"], "go: corridor"),
    ("idea twice", "rule-switch]", "rule-context-decides]", ["E201"], "ideas"),
    ("no closing way", "          - go: end\n", "", ["E110"], "when: {state"),
    ("a way never taken", "- when: {state: [synergy, steady], trust: {rania: 4}}\n            go",
     "- go", ["E110"], "go: corridor"),
    ("no ways", "next: corridor", "next: []", ["E108"], "next: []"),
    ("ways without a list", "next: corridor", "next: {go: end}", ["E102"], "next: {"),
    ("loop without end", "next: end}", "next: smoke}", [], ""),
    ("four tokens", "focus: lead 2", "focus: lead", ["E204"], "need"),
    ("need left out", "    need: {", "    says: {", ["E009", "E204"], "call: manage-then"),
    ("tokens against the call", "lead 2, queries: manage", "lead, queries: manage 2", ["E205"],
     "need"),
    ("pure call, mixed need", "call: manage-then-lead", "call: manage", ["E205"], "need"),
    ("cue not in the text", "frozen by bay two\n      q", "frozen by bay six\n      q", ["E206"],
     "focus: stands"),
    ("cue over a line break", "hangs by the desk", "hangs   by the desk", [], ""),
    ("no cue", "      goal: Smoke is seeping\n", "", ["W303"], "cues"),
    ("cue too many", "      goal: Smoke", "      vision: Smoke", ["W303", "E207"], "cues"),
    ("myth borne by nobody", "        borne_by: samer\n", "", ["E208"], "leans_on"),
    ("no myth to bear", "        leans_on: title-makes-leader\n", "", ["E208"], "borne_by"),
    ("bearer not present", "[rania, samer]", "[rania]", ["E209"], "borne_by"),
    ("readers lost", "readers: 3", "readers: 1", ["W305"], "readers: {"),
    ("readers of choices alone", "    readers: {manage-then-lead: 4, lead: 1}\n", "", ["W305"],
     "readers: 3"),
    ("telling in an emergency", "title-makes-leader", "leading-is-telling", ["E210"], "leans_on"),
    ("same stance twice", "stance: manage,", "stance: lead,", ["E211"], "list:"),
]  # fmt: skip

QUOTES = [
    ("curly quotes", "Smoke on Ward Six", "“Smoke on Ward Six”", ["W306"], "title:"),
    ("German quotes", "Smoke on Ward Six", "„Smoke on Ward Six“", ["W306"], "title:"),
    ("French quotes", "porter", "« porter »", ["W306"], "role:"),
    ("single curly quotes", "porter", "‘porter’", [], ""),
    ("quotes around a line", "Which bay first?", "“Which bay first?”", ["W306"], "samer:"),
    (
        "quotes in braces",
        "I know the stairwell.",
        "“I know the stairwell.”",
        ["W306"],
        "extra_cue:",
    ),
    ("quotes in quotes", "Smoke on Ward Six", "'“Smoke on Ward Six”'", [], ""),
    ("quotes around two parts", "Smoke on Ward Six", "“Smoke” on “Ward Six”", [], ""),
    ("quotes around a beginning", "Smoke on Ward Six", "“Smoke” on Ward Six", [], ""),
    ("quotes where somebody speaks", "Samer waits.", "“Which bay first?”", [], ""),
    ("quotes in a block", "summary: A", "summary: >-\n  “A whole line.”\n  A", [], ""),
]


def codes(reading: Reading) -> list[str]:
    """The codes of all problems, from top to bottom."""
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    ("old", "new", "expected", "where"),
    [
        pytest.param(*row[1:], id=row[0])
        for row in (*ENCODING, *LAYOUT, *NAMES, *VALUES, *SECOND_EDITION, *MEANING, *QUOTES)
    ],
)
def test_one_fault(
    good: str, read: Read, old: str, new: str, expected: list[str], where: str
) -> None:
    """One fault gives its own problem on its own line, and nothing else; errors forbid play."""
    assert old in good

    reading = read(good.replace(old, new, 1))

    assert sorted(codes(reading)) == sorted(expected)
    assert (reading.scenario is None) == any(code.startswith("E") for code in expected)
    if expected:
        position = reading.problems[0].span
        assert position is not None
        assert where in reading.source.line(position.line)


@pytest.mark.parametrize(
    ("call", "best", "expected"),
    [(5, 5, ["W307"]), (4, 5, []), (5, 4, [])],
)
def test_a_dissent_of_nobody(
    good: str, read: Read, call: int, best: int, expected: list[str]
) -> None:
    """Readers who all agree with the key have no dissent; one who does not may have."""
    text = good.replace(
        "manage-then-lead: 4, lead: 1", f"manage-then-lead: {call}, lead: {5 - call}"
    )
    text = text.replace("readers: 3", f"readers: {best}").replace(
        "readers: 2", f"readers: {5 - best}"
    )
    assert codes(read(text)) == expected
    assert codes(read(text.replace("    dissent: Nobody moves before Rania does.\n", ""))) == []


HELPS = [
    # (old, new, the help of the first problem)
    ("    need: {", "    listens_for: {}\n    need: {", "keep it in the cast and delete it here"),
    ("sector: hospital", "sector: a\n  ward that\n  He says: h", "it begins on line"),
    ("[smoke.doctor]", "[doctor]", "did you mean 'smoke.doctor'?"),
    ("trust: {rania: 4}", "trust: rania 4", "write {rania: 4}"),
    ("next: corridor", "next: corridor if smoke.doctor", "go: corridor}, {go: end}]"),
    ("rule-switch]", "courage]", "'two-hats handbook' lists them"),
    ("rule-switch]", "switch]", "did you mean 'rule-switch'?"),
]


@pytest.mark.parametrize(("old", "new", "reported"), HELPS)
def test_the_help_shows_how_it_is_written(
    good: str, read: Read, old: str, new: str, reported: str
) -> None:
    """A condition written as prose is answered with the syntax of the format."""
    assert old in good
    assert reported in (read(good.replace(old, new, 1)).problems[0].help or "")


def test_a_colon_far_down_a_text_shows_where_the_text_begins(good: str, read: Read) -> None:
    """The quotes go round all of it, so its first line is marked too."""
    (text, *_) = read(good.replace("hospital", "a\n  He says: h", 1)).problems
    assert text.span is not None
    assert text.second is not None
    assert text.second.span.line == text.span.line - 1


def test_messages_speak_of_sides(good: str, read: Read) -> None:
    """As all pages do."""
    for new in ("listens_for: lead", "listens_for: {focus: both}"):
        (text, *_) = read(good.replace("listens_for: {focus: lead}", new, 1)).problems
        assert "side" in text.message


def test_good_file(good: str, read: Read) -> None:
    """The scenario the faults are put into has none."""
    reading = read(good)

    assert reading.problems == ()
    assert reading.scenario is not None
