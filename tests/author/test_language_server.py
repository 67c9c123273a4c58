"""The schema in a real editor: what yaml-language-server makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from game.author.starter import SCHEMA, schema_text, write
from tests.author.editor import Editor, install, running, server
from tests.shared import made_once
from tests.shipped import LIBRARY


SHIPPED = [entry.path for entry in LIBRARY]


@pytest.fixture(scope="session")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor with the language server from npm; without npm these tests fail."""
    with running(server(made_once(tmp_path_factory, "yaml-language-server", install))) as result:
        yield result


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A starter as written by ``two-hats new``, with the schema beside it."""
    written = write(tmp_path / "cold-oven", {})
    assert isinstance(written, Path)
    return written


def at(text: str, words: str) -> tuple[int, int]:
    """The line and the column where *words* first stand in *text*, from 1."""
    before = text[: text.index(words)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_has_no_mark(editor: Editor, path: Path, tmp_path: Path) -> None:
    """An editor finds nothing to underline in what ships."""
    (tmp_path / SCHEMA).write_text(schema_text(), encoding="utf-8")
    assert editor.opened(tmp_path / path.name, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("name", "output"),
    [
        ("call_because:", "One line that justifies the call."),
        ("sector:", "The line of work, in a word or two."),
        ("outcome:", "What happens within the hour and the week; 30 to 70 words."),
        ("marta:", "Somebody of the cast."),
        ("wanted:", "The two skills the moment wants."),
    ],
)
def test_hover_shows_what_an_entry_is(editor: Editor, file: Path, name: str, output: str) -> None:
    """Pointing at an entry shows its description, at every depth."""
    text = file.read_text(encoding="utf-8")
    assert editor.opened(file, text) == []
    assert output in editor.hover(file, *at(text, name)).replace("\\", "")


def test_completion_in_a_scene_offers_its_entries(editor: Editor, file: Path) -> None:
    """On a blank line of a scene the entries that it lacks are offered, and no others."""
    text = file.read_text(encoding="utf-8")
    line, column = at(text, "    wanted:")
    lines = text.split("\n")
    lines.insert(line - 1, "    ")
    editor.opened(file, "\n".join(lines))
    offered = editor.offers(file, line, column + 4)
    assert {"emergency", "extra_cue", "present", "echoes"} <= set(offered)
    assert not {"call", "sector", "stance"} & set(offered)


def test_completion_of_a_value_offers_its_words(editor: Editor, file: Path) -> None:
    """Where one of a few words must stand, those words are offered."""
    text = file.read_text(encoding="utf-8").replace("    call: manage-then-lead", "    call: ", 1)
    editor.opened(file, text)
    line, column = at(text, "    call: ")
    offered = editor.offers(file, line, column + len("    call: "))
    assert set(offered) == {"lead", "manage", "lead-then-manage", "manage-then-lead"}


@pytest.mark.parametrize(
    ("old", "new", "output"),
    [
        ("    title:", "    titel:", "titel"),
        ("context: routine", "context: panic", '"routine"'),
        ("minutes: 7", "minutes: 500", "120"),
        ("stance: manage", "stance: managing", "lead|manage"),
        ("wanted: [team-coordination, emotional-intelligence]", "wanted: [courage]", "2"),
    ],
)
def test_a_slip_is_marked_on_its_line(
    editor: Editor, file: Path, old: str, new: str, output: str
) -> None:
    """A misspelt entry or a wrong value is underlined where it stands, in words that help."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    spoilt = text.replace(old, new, 1)
    line, _ = at(spoilt, new)
    marked = editor.opened(file, spoilt)
    assert [message for where, message in marked if where == line and output in message], marked
