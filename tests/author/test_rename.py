"""Renaming an id changes every reference and nothing else."""

from __future__ import annotations

import stat
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from game.author.lint.check import check
from game.author.rename import Kind, Renaming, rename
from game.cli.main import main
from game.content.edits import apply
from game.content.files import scenario_files
from game.content.library import packaged
from game.content.loader import read_scenario
from game.content.yaml.source import Source
from game.core.failure import Failure


SHIPPED = scenario_files(packaged())
GOOD = (Path(__file__).parents[1] / "content/good.yaml").read_text("utf-8")
SAMPLE = 3
"""Number of ids renamed of each kind in each file; all of them with ``--full``."""


def ids(text: str, kind: Kind) -> list[str]:
    """Return the ids of *kind* in the scenario *text*."""
    scenario = read_scenario(Source("some.yaml", text)).scenario
    assert scenario is not None
    return {
        Kind.SCENE: list(scenario.scenes),
        Kind.CHARACTER: list(scenario.cast),
        Kind.CHOICE: [f"{s.id}.{choice}" for s in scenario.scenes.values() for choice in s.choices],
    }[kind]


def renamed(text: str, kind: Kind, old: str, new: str) -> str:
    """Rename in *text*; fail if refused."""
    renaming = rename(Source("some.yaml", text), kind, old, new)
    assert isinstance(renaming, Renaming), renaming
    return apply(text, renaming.edits)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
@pytest.mark.parametrize("kind", Kind)
def test_every_id_of_what_ships_can_be_renamed(
    file: Path, kind: Kind, pytestconfig: pytest.Config
) -> None:
    """A renamed file reads the same with the new id, and renaming back restores the text."""
    text = file.read_text("utf-8")
    before = ids(text, kind)
    count = len(before) if pytestconfig.getoption("full") else min(SAMPLE, len(before))
    for old in Random(file.stem).sample(before, count):
        scene, _, _ = old.rpartition(".")
        after = renamed(text, kind, old, "quite-new")
        reading = read_scenario(Source(file.name, after))
        assert reading.scenario is not None, reading.problems
        assert not reading.problems
        new = f"{scene}.quite-new" if scene else "quite-new"
        assert set(ids(after, kind)) == {*before, new} - {old}
        back = renamed(after, kind, new, old.removeprefix(f"{scene}."))
        assert back == text


def test_quotes_comments_and_layout_stay() -> None:
    """Only the id changes on a line, also in quotes and before a comment."""
    scene = next(iter(ids(GOOD, Kind.SCENE)))
    quoted = GOOD.replace(f"start: {scene}", f"start:   '{scene}'   # where it begins")
    after = renamed(quoted, Kind.SCENE, scene, "elsewhere")
    assert "start:   'elsewhere'   # where it begins" in after


@pytest.mark.parametrize(
    ("kind", "old", "new", "why"),
    [
        (Kind.SCENE, "quai", "pier", "no scene"),
        (Kind.SCENE, "FIRST", "end", "cannot be called"),
        (Kind.SCENE, "FIRST", "Pier One", "cannot be an id"),
        (Kind.SCENE, "FIRST", "null", "cannot be an id"),
        (Kind.SCENE, "FIRST", "FIRST", "already"),
        (Kind.CHARACTER, "nobody-here", "ada", "no character"),
        (Kind.CHOICE, "FIRST.none", "some", "no choice"),
    ],
)
def test_what_cannot_be_done_is_refused(kind: Kind, old: str, new: str, why: str) -> None:
    """Unknown ids, ids in use and invalid ids are refused with advice."""
    first = ids(GOOD, Kind.SCENE)[0]
    old, new = old.replace("FIRST", first), new.replace("FIRST", first)
    refused = rename(Source("some.yaml", GOOD), kind, old, new)
    assert isinstance(refused, Failure)
    assert why in refused.message
    assert refused.help


def test_routes_beside_the_file_follow(tmp_path: Path) -> None:
    """Routes still pass after renaming; comments and permissions stay."""
    file = tmp_path / "smoke-on-ward-six.yaml"
    file.write_bytes((packaged() / file.name).read_bytes().replace(b"\n", b"\r\n"))
    file.chmod(0o644)
    routes = tmp_path / "smoke-on-ward-six.routes.yaml"
    steps = '- smoke manage-then-lead start-card  # calm\n      - "corridor lead aloud"'
    routes.write_text(f"routes:\n  calm:\n    takes:\n      {steps}\n", "utf-8")
    assert main(["rename", "choice", "smoke.start-card", "begin", str(file)]) == 0
    assert main(["rename", "scene", "corridor", "hall", str(file)]) == 0
    output = routes.read_text("utf-8")
    assert "- smoke manage-then-lead begin  # calm" in output
    assert '"hall lead aloud"' in output
    assert [reading.problems for reading in check([file])] == [(), ()]
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert b"\r\n" in file.read_bytes()


def test_broken_routes_stop_the_renaming(tmp_path: Path) -> None:
    """If the routes cannot be read, neither file changes."""
    file = tmp_path / "mine.yaml"
    file.write_text(GOOD, "utf-8")
    (tmp_path / "mine.routes.yaml").write_text("routes: [\n", "utf-8")
    first = ids(GOOD, Kind.SCENE)[0]
    assert main(["rename", "scene", first, "elsewhere", str(file)]) == 2
    assert file.read_text("utf-8") == GOOD


def test_a_step_on_several_lines_stops_the_renaming(tmp_path: Path) -> None:
    """A step that cannot be rewritten in place leaves both files as they are."""
    file = tmp_path / "smoke-on-ward-six.yaml"
    file.write_bytes((packaged() / file.name).read_bytes())
    routes = tmp_path / "smoke-on-ward-six.routes.yaml"
    routes.write_text(
        "routes:\n  calm:\n    takes:\n      - smoke\n        lead start-card\n", "utf-8"
    )
    before = file.read_bytes(), routes.read_bytes()
    assert main(["rename", "choice", "smoke.start-card", "begin", str(file)]) == 2
    assert (file.read_bytes(), routes.read_bytes()) == before


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of what ships, with its campaign."""
    return Path(copytree(packaged(), tmp_path / "library"))


def renamed_lines(library: Path, *arguments: str) -> list[tuple[str, str]]:
    """Rename; return the lines of the campaign that changed, before and after."""
    campaign = library / "campaigns" / "between-floors.yaml"
    before = campaign.read_text("utf-8").split("\n")
    assert main(["rename", *arguments]) == 0
    after = campaign.read_text("utf-8").split("\n")
    return [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]


def test_favours_of_campaigns_beside_the_file_follow(library: Path) -> None:
    """Whom a favour of this scenario trusts, and the scene where one comes back, are renamed."""
    earned, back = library / "month-end-every-month.yaml", library / "two-banks-one-counter.yaml"
    assert renamed_lines(library, "character", "doina", "dora", str(earned)) == [
        ("    trust: {doina: 4}", "    trust: {dora: 4}")
    ]
    assert renamed_lines(library, "scene", "tables", "desks", str(back)) == [
        ("    scene: tables", "    scene: desks")
    ]
    assert [p for r in check([library]) for p in r.problems if p.code == "A440"] == []


def test_the_same_id_of_another_scenario_stays(library: Path) -> None:
    """A favour that names it in another scenario does not change."""
    file = library / "winning-every-match.yaml"
    text = file.read_text("utf-8").replace("hajar", "doina")
    file.write_text(text, "utf-8")
    assert renamed_lines(library, "character", "doina", "dora", str(file)) == []


def test_a_broken_campaign_stops_the_renaming(library: Path) -> None:
    """If a campaign that may name the id cannot be read, no file changes."""
    file = library / "month-end-every-month.yaml"
    before = file.read_bytes()
    (library / "campaigns" / "other.yaml").write_text("favours: [\n", "utf-8")
    assert main(["rename", "character", "doina", "dora", str(file)]) == 2
    assert file.read_bytes() == before
    assert main(["rename", "choice", ids(before.decode(), Kind.CHOICE)[0], "new", str(file)]) == 0


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\r", "\u200b"])
@pytest.mark.parametrize("spoilt", ["smoke-on-ward-six.yaml", "smoke-on-ward-six.routes.yaml"])
def test_a_character_that_is_not_accepted_stops_the_renaming(
    tmp_path: Path, character: str, spoilt: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A scenario or routes with a rejected character stay as they are, to the byte."""
    file = tmp_path / "smoke-on-ward-six.yaml"
    file.write_bytes((packaged() / file.name).read_bytes())
    routes = tmp_path / "smoke-on-ward-six.routes.yaml"
    routes.write_text("routes:\n  calm:\n    takes:\n      - smoke lead start-card\n", "utf-8")
    other = tmp_path / spoilt
    other.write_bytes(f"# pasted{character}# here\n".encode() + other.read_bytes())
    before = file.read_bytes(), routes.read_bytes()
    assert main(["rename", "scene", "smoke", "fire", str(file)]) == 2
    assert "'two-hats check'" in capsys.readouterr().err
    assert (file.read_bytes(), routes.read_bytes()) == before
