"""``check`` recognises files by their kind, and groups and selects what it reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.author.lint import text_rules
from game.author.lint.check import check, counted, has_scene, in_scene
from game.author.lint.formats import summary
from game.author.lsp.features import problems, source_of
from game.author.starter import SCHEMA, schema_text, starter
from game.content.diagnostics import Problem
from game.content.loader import Reading, read_scenario
from game.content.yaml.source import Source, Span
from tests.core.examples import choice, scenario, scene


ROUTES = "routes:\n  calm:\n    takes:\n      - oven lead nobody\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a scenario, its routes, and a schema."""
    (tmp_path / "oven.yaml").write_text(starter("oven", {}), encoding="utf-8")
    (tmp_path / "oven.routes.yaml").write_text(ROUTES, encoding="utf-8")
    (tmp_path / SCHEMA).write_text(schema_text(), encoding="utf-8")
    (tmp_path / "own.yaml").write_text("$schema: x\ntype: object\n", encoding="utf-8")
    return tmp_path


def names(readings: list[Reading]) -> list[str]:
    """Return the names of the files that were read."""
    return [Path(reading.source.name).name for reading in readings]


def test_all_files_of_a_folder_can_be_named(folder: Path) -> None:
    """Routes are replayed once with their scenario, and a schema is no scenario."""
    readings = check(sorted(folder.iterdir()))

    assert names(readings) == ["oven.yaml", "oven.routes.yaml"]
    assert [problem.code for problem in readings[1].problems] == ["E302"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    """Also by its folder, by another way to it, or through a link; the first name stands."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for name in ("oven", "pump"):
        (shelf / f"{name}.yaml").write_text(starter(name, {}), encoding="utf-8")
    (shelf / "oven.routes.yaml").write_text(ROUTES, encoding="utf-8")
    link = tmp_path / "link"
    link.symlink_to(shelf, target_is_directory=True)

    readings = check([shelf / "pump.yaml", shelf, link / ".." / "shelf" / "oven.yaml", link])

    assert names(readings) == ["pump.yaml", "oven.yaml", "oven.routes.yaml"]
    assert {Path(reading.source.name).parent for reading in readings} == {shelf}
    (shelf / "alias.yaml").symlink_to(shelf / "pump.yaml")
    assert names(check([shelf / "pump.yaml", shelf / "alias.yaml"])) == ["pump.yaml", "alias.yaml"]


def test_routes_alone_are_replayed(folder: Path) -> None:
    """Through the scenario that lies beside them."""
    readings = check([folder / "oven.routes.yaml"])

    assert names(readings) == ["oven.routes.yaml"]
    assert [problem.code for problem in readings[0].problems] == ["E302"]


@pytest.mark.parametrize("scenario", ["oven.yml", "oven.yaml"])
@pytest.mark.parametrize("routes", ["oven.routes.yaml", "oven.routes.yml"])
def test_routes_find_their_scenario_by_either_suffix(
    tmp_path: Path, scenario: str, routes: str
) -> None:
    """They are replayed once, whether the scenario is named as well or not."""
    (tmp_path / scenario).write_text(starter("oven", {}), encoding="utf-8")
    (tmp_path / routes).write_text(ROUTES, encoding="utf-8")

    for paths in ([tmp_path / routes], [tmp_path / routes, tmp_path / scenario]):
        *_, reading = check(paths)
        assert names([reading]) == [routes]
        assert [problem.code for problem in reading.problems] == ["E302"]
        assert len(check(paths)) == len(paths)


def test_no_named_routes_are_dropped(tmp_path: Path) -> None:
    """Without a scenario that can be played, they have a problem of their own."""
    (tmp_path / "b.yaml").write_text(starter("b", {}), encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("title: Oven\n", encoding="utf-8")
    for name, text in {
        "x.routes.yaml": "routes: [\n",
        "y.routes.yaml": ROUTES,
        "broken.routes.yaml": ROUTES,
        "ways.yaml": ROUTES,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        reading, other = check([tmp_path / name, tmp_path / "b.yaml"])[::-1][:2]
        assert names([reading]) == [name]
        assert "E305" in {problem.code for problem in reading.problems}
        assert names([other]) == ["b.yaml"]
    assert any(
        problem.code != "E305" for problem in check([tmp_path / "x.routes.yaml"])[0].problems
    )
    assert "broken.yaml" in check([tmp_path / "broken.routes.yaml"])[0].problems[0].message


def test_no_routes_of_a_folder_are_dropped(tmp_path: Path) -> None:
    """They are replayed, or miss their scenario; one with errors is named once, by itself."""
    for name, text in {
        "broken.yaml": "title: Oven\n",
        "broken.routes.yaml": ROUTES,
        "oven.yml": starter("oven", {}),
        "oven.routes.yml": ROUTES,
        "inner/oven.yaml": starter("oven", {}),
        "inner/oven.routes.yaml": ROUTES,
        "inner/orphan.routes.yaml": ROUTES,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    replayed = [
        (Path(reading.source.name).name, [problem.code for problem in reading.problems])
        for reading in check([tmp_path, tmp_path / "inner" / "orphan.routes.yaml"])
        if ".routes" in reading.source.name
    ]

    assert sorted(replayed) == [
        ("orphan.routes.yaml", ["E305"]),
        ("oven.routes.yaml", ["E302"]),
        ("oven.routes.yml", ["E302"]),
    ]


def test_a_schema_is_reported_as_not_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a line of its own, beside what is checked."""
    from game.cli.main import main

    (folder / "oven.routes.yaml").unlink()

    assert main(["check", *(str(path) for path in sorted(folder.iterdir()))]) == 0

    error = capsys.readouterr().err
    for name in (SCHEMA, "own.yaml"):
        assert f"{folder / name} is a schema, which is not checked." in error
    assert "1 file checked" in error


def test_a_campaign_is_recognised_by_its_content(tmp_path: Path) -> None:
    """By ``check`` as by an editor, in any folder, with the scenarios that stand beside it."""
    (tmp_path / "oven.yaml").write_text(starter("oven", {}), encoding="utf-8")
    (tmp_path / "campaigns").mkdir()
    text = "format: 1\ntitle: A Way\npostings:\n  oven:\n    letter: Come.\n"
    for file in (tmp_path / "way.yaml", tmp_path / "campaigns" / "way.yaml"):
        file.write_text(text, encoding="utf-8")

        (reading,) = check([file])

        codes = {problem.code for problem in reading.problems}
        assert codes == {problem.code for problem in problems(source_of(file, text))}
        assert not any("cast" in problem.message for problem in reading.problems)
        assert any("closings" in problem.message for problem in reading.problems)
        assert not any("oven" in problem.message for problem in reading.problems)


def test_an_editor_leaves_a_schema_alone() -> None:
    """It is no scenario with mistakes."""
    assert problems(source_of(Path(SCHEMA), schema_text())) == ()


def advised() -> Reading:
    """Return a file with an error in each of two scenes."""
    text = starter("oven", {}).replace("wanted: [", "wanted: [nothing, ")
    return read_scenario(Source("oven.yaml", text))


def test_one_scene_can_be_selected() -> None:
    """Only what stands on its lines is left."""
    readings = [advised()]
    first, second = (in_scene(readings, scene)[0].problems for scene in ("oven", "after"))

    assert first
    assert second
    assert not set(first) & set(second)
    assert has_scene(readings, "oven")
    assert not has_scene(readings, "nowhere")


def test_the_last_line_explains_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One scene without a problem fails as long as another has one, and both are counted."""
    from game.cli.main import main

    file = tmp_path / "oven.yaml"
    text = starter("oven", {})
    first, heading, second = text.partition("\n  after:\n")
    file.write_text(first + heading + second.replace("context: ", "context: odd-", 1), "utf-8")

    assert main(["check", str(file), "--scene", "oven"]) == 1

    output = capsys.readouterr()
    assert output.out == ""
    assert "1 file checked, 1 error; in this scene, no problem.\n" in output.err


def test_an_unknown_scene_draws_those_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By their ids."""
    from game.cli.main import main

    file = tmp_path / "oven.yaml"
    file.write_text(starter("oven", {}), "utf-8")
    assert main(["check", str(file), "--scene", "quay"]) == 2
    assert "--scene takes one of oven, after" in capsys.readouterr().err


def summed(*found: tuple[str, int, str, str | None, str | None]) -> str:
    """Return the summary of problems of a code and line, with message, help and group."""
    problems = tuple(
        Problem(code=code, message=message, span=Span(line, 1, line, 2), help=hint, group=group)
        for code, line, message, hint, group in found
    )
    return summary([Reading(Source("oven.yaml", ""), None, problems)])


def test_a_summary_has_a_line_for_each_kind() -> None:
    """With the number of problems, what they share, and their lines; one problem says it all."""
    assert summed(
        ("A421", 9, "a lesser choice without right_if", "complete it", None),
        ("A421", 7, "a lesser choice without right_if", "complete it", None),
        ("A431", 8, "a paragraph has 60 words", "at most 50", None),
    ) == (
        "oven.yaml\n"
        "    2  A421  a lesser choice does not say when it would be right (complete it); "
        "line 9, 7\n"
        "    1  A431  a paragraph has 60 words (at most 50); line 8\n"
    )


@pytest.mark.parametrize("other", ["grade 11 or less", None])
def test_a_summary_gives_no_help_that_only_some_problems_have(other: str | None) -> None:
    """It gives the first message instead."""
    text = summed(
        ("A403", 3, "the text reads at grade 12.0", "grade 9 or less", None),
        ("A403", 4, "the choice reads at grade 13.0", other, None),
    )

    assert "or less" not in text
    assert "(first: the text reads at grade 12.0); line 3, 4\n" in text


def test_a_summary_tells_short_from_long() -> None:
    """Texts with too few words are one line, those with too many another."""
    long = {"outcome": "word " * 71}
    of = scenario(scene("a", choice("x"), choice("y", **long), choice("z"), choice("w", **long)))
    found = [finding for finding in text_rules.lengths(of) if finding.code == "A416"]
    assert len(found) == 4

    text = summed(
        *(
            (item.code, line, item.message, item.help, item.group)
            for line, item in enumerate(found, 1)
        ),
    )

    assert text == (
        "oven.yaml\n"
        "    2  A416  outcomes have fewer than 30 words (30 to 70 are usual); line 1, 3\n"
        "    2  A416  outcomes have more than 70 words (30 to 70 are usual); line 2, 4\n"
    )


def test_advice_is_counted_as_advice(tmp_path: Path) -> None:
    """Errors, warnings and advice have numbers of their own."""
    path = tmp_path / "oven.yaml"
    path.write_text(
        starter("oven", {}).replace("ideas: [dim-focus, ", "ideas: ["), encoding="utf-8"
    )

    assert counted(check([path])) == "1 piece of advice"
    assert counted([]) == "no problem"


FENCED = "Here is your scenario.\n\n```yaml\n{}\n```\nGood luck: enjoy it.\n"


def test_a_fenced_file_is_mended_inside_its_fence(tmp_path: Path) -> None:
    """The lines around the fence stay as they are."""
    from game.cli.commands.editing import fix

    path = tmp_path / "oven.yaml"
    good = FENCED.format(starter("oven", {}))
    path.write_text(good.replace("    call: manage-then-lead", "    call:manage-then-lead", 1))

    assert fix([path], lambda text: None) is None

    assert path.read_text(encoding="utf-8") == good


def test_ids_of_a_fenced_file_can_be_renamed(tmp_path: Path) -> None:
    """In place, with the lines around the fence kept."""
    from game.cli.main import main

    path = tmp_path / "oven.yaml"
    good = FENCED.format(starter("oven", {}))
    path.write_text(good, encoding="utf-8")

    assert main(["rename", "scene", "after", "later", str(path)]) == 0

    text = path.read_text(encoding="utf-8")
    assert "\n  later:\n" in text
    assert text.startswith("Here is your scenario.")
    assert text.endswith("```\nGood luck: enjoy it.\n")
