"""``check --fix`` corrects mistakes, never changes prose and skips ambiguous cases."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from game.author.fix import fix, is_safe
from game.cli.main import main
from game.content.files import scenario_files
from game.content.library import packaged
from game.content.loader import read_scenario
from game.content.yaml.source import Source


SHIPPED = scenario_files(packaged())
GOOD = (Path(__file__).parents[1] / "content/good.yaml").read_text("utf-8")

Slip = Callable[[str], str]


def sub(pattern: str, to: str, count: int = 0) -> Slip:
    """Return a function that replaces *pattern* by *to* in a text."""
    return lambda text: re.sub(pattern, to, text, count=count, flags=re.MULTILINE)


SLIPS: dict[str, Slip] = {
    "no-break spaces before names": sub(r"^    (title|call|context):", "\u00a0\u00a0  \\1:"),
    "a no-break space after a colon": sub(r"^(    title:) ", "\\1\u00a0"),
    "a no-break space after a dash": sub(r"^(        -) ", "\\1\u00a0", 1),
    "tabs before a name": sub(r"^    (title|call):", "\t\t\\1:"),
    "wide tabs": sub(r"^    (title):", "\t\\1:", 1),
    "a tab after a colon": sub(r"^(    context:) ", "\\1\t"),
    "words said, not spelt": sub(r"call: (\w+)-then-(\w+)$", "call: \\1 then \\2"),
    "capitals in words": sub(
        r"(context|call|seniority): (\w)",
        lambda m: f"{m[1]}: {m[2].upper()}",  # type: ignore[arg-type]
    ),
    "long dashes in words": sub(r"call: (\w+)-then-(\w+)$", "call: \\1–then–\\2"),
    "curly quotes around words": sub(r"call: (lead|manage)$", "call: “\\1”"),
    "capitals in the id of a person": sub(
        r"present: \[(\w)",
        lambda m: f"present: [{m[1].upper()}",  # type: ignore[arg-type]
    ),
    "capitals in names of entries": sub(r"^    context:", "    Context:"),
    "blanks in names of entries": sub(r"call_because:", "call because:"),
    "no space after a colon": sub(r"^    (context|call): ", "    \\1:"),
    "no space after the first colon": sub(r"^    title: ", "    title:", 1),
    "no spaces between braces": sub(
        r"need: \{.*\}",
        lambda m: m[0].replace(": ", ":").replace("need:", "need: "),  # type: ignore[arg-type]
    ),
    "full-width colons": sub(r"^    context: ", "    context："),
    "dashes for a list": sub(r"^        - (?=Wh)", "        – "),
    "bullets for a list": sub(r"^        - (?=Wh)", "        • "),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
@pytest.mark.parametrize("file", SHIPPED[::8], ids=lambda file: file.stem)
def test_a_slip_is_mended_to_the_letter(file: Path, slip: Slip) -> None:
    """Shipped files with one kind of mistake everywhere are restored."""
    text = file.read_text("utf-8")
    planted = slip(text)
    if planted != text:
        assert fix(Source(file.name, planted)) == text


def test_every_slip_was_planted_somewhere() -> None:
    """Every kind of mistake applies to at least one shipped file."""
    texts = [file.read_text("utf-8") for file in SHIPPED[::8]]
    assert [name for name, slip in SLIPS.items() if all(slip(t) == t for t in texts)] == []


@pytest.mark.parametrize(
    ("slip", "mended"),
    [
        ("title: Night: the drill", "title: 'Night: the drill'"),
        ("title: Room #4 is full", "title: 'Room #4 is full'"),
        ("title: @home", "title: '@home'"),
        ("title: #4 is full", "title: '#4 is full'"),
        ("title: Room #4 is full  #kept", "title: 'Room #4 is full'  #kept"),
        ("title: It's late: go  # kept", "title: 'It''s late: go'  # kept"),
        ("title: It's late: go #todo: 4", "title: 'It''s late: go' #todo: 4"),
    ],
)
def test_a_text_that_needs_quotes_gets_them(slip: str, mended: str) -> None:
    """Quoting keeps every letter and the comment after the text."""
    before = re.sub("^title: .*", slip, GOOD, count=1, flags=re.MULTILINE)
    after = re.sub("^title: .*", mended, GOOD, count=1, flags=re.MULTILINE)
    assert fix(Source("good.yaml", before)) == after


@pytest.mark.parametrize(
    ("old", "slip", "mended"),
    [
        ("Smoke on Ward Six", "“Smoke on Ward Six”", '"Smoke on Ward Six"'),
        ("Smoke on Ward Six", "“Six” # “kept”", '"Six" # “kept”'),
        ("Smoke on Ward Six", "«\u00a0It’s late\u00a0»", '"It’s late"'),
        ("Smoke on Ward Six", "“The 6\" pipe isn't in”", "'The 6\" pipe isn''t in'"),
        ("Smoke on Ward Six", "“Smoke” on “Ward Six”", "“Smoke” on “Ward Six”"),
        ("{rania: I know the stairwell.}", "{rania: “I know it.”}", '{rania: "I know it."}'),
        ("Samer waits.", "“Which bay first?”", "“Which bay first?”"),
    ],
)
def test_typographic_quotes_around_a_text_become_straight(old: str, slip: str, mended: str) -> None:
    """Only a pair around the whole, and not where somebody may be speaking."""
    assert old in GOOD
    before, after = GOOD.replace(old, slip, 1), GOOD.replace(old, mended, 1)
    assert fix(Source("good.yaml", before)) == after
    assert read_scenario(Source("good.yaml", after)).problems == ()


@pytest.mark.parametrize(
    "line",
    [
        "title: The Quay #todo find a better one",
        "title: The Quay #check this  # and that",
        "title: The Quay # see #4 there",
        "title: The Quay ##todo: all",
    ],
)
def test_a_comment_never_becomes_text(line: str) -> None:
    """Only a number sign before a digit is taken for a part of the text."""
    text = re.sub("^title: .*", line, GOOD, count=1, flags=re.MULTILINE)
    assert fix(Source("good.yaml", text)) == text


@pytest.mark.parametrize("comment", ["# ask Bas", "#todo"])
def test_a_comment_after_a_question_with_a_colon_stays(comment: str) -> None:
    """It is left to the author whether it belongs to the question."""
    text = GOOD.replace("  what: [", f"  now_what:\n    - Now: what? {comment}\n  what: [")
    assert text != GOOD
    assert fix(Source("good.yaml", text)) == text


def test_no_correction_may_take_the_quotes_of_speech() -> None:
    """Only those that are reported may go: in an outcome somebody speaks."""
    for old, spoken, safe in (
        ("Samer waits.", "“Which bay first?”", False),
        ("Smoke on Ward Six", "“Smoke on Ward Six”", True),
    ):
        text = GOOD.replace(old, spoken, 1)
        bare = text.replace(spoken, f'"{spoken[1:-1]}"', 1)
        assert is_safe(Source("ward.yaml", text), bare) is safe


def test_a_question_with_a_colon_or_a_comma_stays_whole() -> None:
    """List items that parse as an entry or split at a comma are quoted."""
    asked = 'debrief:\n  what: ["What did you see first?"]\n'
    torn = "debrief:\n  what: [“What first, the page or Bas?”]\n  now_what:\n    - Now: what?\n"
    assert asked in GOOD
    text = fix(Source("good.yaml", GOOD.replace(asked, torn)))
    scenario = read_scenario(Source("good.yaml", text)).scenario
    assert scenario is not None
    assert scenario.debrief.what == ("“What first, the page or Bas?”",)
    assert scenario.debrief.now_what == ("Now: what?",)


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("Smoke is seeping", "“Smoke”\u00a0– it’s seeping"),
        GOOD.replace("Smoke is seeping", "call:lead Smoke is seeping"),
        GOOD.replace("minutes: 10", "minutes: ten"),
        GOOD.replace("start: smoke", "start: smoek"),
        GOOD.replace("  smoke:", "  Smoke:").replace("  corridor:", "  smoke:"),
        "",
        "no: [scenario",
    ],
)
def test_prose_and_doubt_are_left_alone(text: str) -> None:
    """Blanks, dashes and quotes of prose, and ambiguous words, stay."""
    assert fix(Source("good.yaml", text)) == text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stance: {queries: manage}", "stance: queries: manage, focus: lead"),
        ("context: crisis", "context: crisis:"),
        ("title: Smoke on Ward Six", "title: !!str Smoke on Ward Six"),
        ("shows: [team-coordination,", "shows: &s [team-coordination,"),
        ("next: corridor", "next: *s"),
    ],
)
def test_what_is_no_text_gets_no_quotes(old: str, new: str) -> None:
    """Quotes around a word, names in braces or a mark of YAML would be another mistake."""
    assert old in GOOD
    broken = GOOD.replace(old, new, 1)
    assert fix(Source("good.yaml", broken)) == broken


def test_the_command_shows_what_changes_and_keeps_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fix prints a diff, writes a backup and keeps line ends; a second run changes nothing."""
    file = tmp_path / "mine.yaml"
    broken = SLIPS["words said, not spelt"](GOOD).replace("\n", "\r\n").encode()
    file.write_bytes(broken)
    assert main(["check", "--fix", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "+    call: manage-then-lead" in printed
    assert file.read_bytes() == GOOD.replace("\n", "\r\n").encode()
    assert (tmp_path / "mine.yaml.bak").read_bytes() == broken
    assert main(["check", "--fix", str(file)]) == 0
    assert "+++" not in capsys.readouterr().out
    assert len(list(tmp_path.iterdir())) == 2


def test_an_older_copy_is_not_written_over(tmp_path: Path) -> None:
    """A second fix writes a second backup."""
    file = tmp_path / "mine.yaml"
    for _ in range(2):
        file.write_text(SLIPS["words said, not spelt"](GOOD), "utf-8")
        main(["check", "--fix", str(file)])
    assert (tmp_path / "mine.yaml.bak").exists()
    assert (tmp_path / "mine.yaml.bak1").exists()


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_the_copy_is_as_private_as_the_file(tmp_path: Path, mode: int) -> None:
    """Nobody else may read the backup of a private file."""
    file = tmp_path / "mine.yaml"
    file.write_text(SLIPS["words said, not spelt"](GOOD), "utf-8")
    file.chmod(mode)
    main(["check", "--fix", str(file)])
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {mode}
    assert len(list(tmp_path.iterdir())) == 2
