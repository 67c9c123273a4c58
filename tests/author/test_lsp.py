"""The language server works for shipped files and over the protocol."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.author.lsp import features
from game.content.files import scenario_files
from game.content.library import packaged
from game.content.sites import Site, content_type, sites, tree_of
from game.content.yaml.source import Source
from tests.author.editor import Editor, running


SHIPPED = scenario_files(packaged())
GOOD = (Path(__file__).parents[1] / "content/good.yaml").read_text("utf-8")


def source(file: Path) -> Source:
    """Return a file as a source."""
    return features.source_of(file, file.read_text("utf-8"))


def sites_of(file: Path) -> list[Site]:
    """Return every site of *file*."""
    opened = source(file)
    return sites(content_type(opened), tree_of(opened).root)


@pytest.mark.parametrize("file", SHIPPED[::4], ids=lambda file: file.stem)
def test_every_word_and_id_of_what_ships_is_offered_where_it_stands(
    file: Path, pytestconfig: pytest.Config
) -> None:
    """Completion after the first letter contains each word, name and id."""
    opened, missed = source(file), []
    for site in sites_of(file)[:: 11 if pytestconfig.getoption("full") else 53]:
        if not (site.words or site.refers) or site.text == "true":
            continue
        line, column = site.node.start.line + 1, site.node.start.column + 1
        lines = opened.text.split("\n")
        lines[line - 1] = lines[line - 1][: column - 1]
        typed = Source(opened.name, "\n".join(lines))
        offered = [offer.word for offer in features.completion(typed, line, column)]
        if site.text not in offered and not (site.is_name and site.slot.child(site.text) is None):
            missed.append((line, column, site.text, offered[:3]))
    assert missed == []


@pytest.mark.parametrize("file", SHIPPED[::8], ids=lambda file: file.stem)
def test_every_id_leads_to_its_definition(file: Path) -> None:
    """Every reference has a definition and a hover text."""
    opened = source(file)
    defined = {(site.defines, site.id): site for site in sites_of(file) if site.defines}
    for site in sites_of(file):
        kind = site.refers or site.defines
        if kind in ("", "idea") or site.id == "end":
            continue
        line, column = site.node.start.line + 1, site.node.start.column + 1
        position = features.definition(opened, line, column)
        assert position is not None
        assert position.line == defined[kind, site.id].node.start.line + 1
        output = features.hover(opened, line, column)
        assert output is not None
        assert site.id in output.text


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\r"])
def test_a_character_that_ends_a_line_in_yaml_only_moves_nothing(character: str) -> None:
    """Hover and definition name the lines of the editor."""
    text = GOOD.replace("scenes:", f"# pasted{character}# here\nscenes:", 1)
    opened = Source("good.yaml", text)
    lines = text.split("\n")
    line = next(n for n, written in enumerate(lines, 1) if written.startswith("start: "))
    hover = features.hover(opened, line, 9)
    assert hover is not None
    assert "smoke" in hover.text
    position = features.definition(opened, line, 9)
    assert position is not None
    assert lines[position.line - 1] == "  smoke:"


def test_every_name_of_an_entry_is_explained() -> None:
    """Hover over an entry name shows its schema description and permitted words."""
    opened = Source("good.yaml", GOOD)
    line = GOOD.splitlines().index(next(x for x in GOOD.splitlines() if "call:" in x)) + 1
    output = features.hover(opened, line, GOOD.splitlines()[line - 1].index("call") + 1)
    assert output is not None
    assert "What the moment needs." in output.text
    assert "`lead-then-manage`" in output.text


@pytest.mark.parametrize(
    ("typed", "offered", "not_offered"),
    [
        ("    ", "context", "seniority"),
        ("    call: ", "manage-then-lead", "crisis"),
        ("    need: {focus: lead 2, ", "goal", "focus"),
        ("    need: {focus: ", "lead 2", "lead-then-manage"),
        ("    wanted: [courage, ", "delegation", "rania"),
        ("    present: [", "rania", "corridor"),
        ("    echoes:\n      - when: {chose: [", "smoke.card", "smoke"),
        ("    echoes:\n      - ", "when", "go"),
        ("    choices:\n      one:\n        next: ", "corridor", "rania"),
        ("    choices:\n      one:\n        next:\n          - go: ", "end", "rania"),
        ("    choices:\n      one:\n        ideas:\n          - ", "dim-focus", "rania"),
        ("    choices:\n      one:\n        stance: {vision: ", "lead", "lead 2"),
        ("    says:\n      ", "samer", "smoke"),
    ],
)
def test_what_is_offered_while_typing(typed: str, offered: str, not_offered: str) -> None:
    """Completion fits the path in an unfinished scene."""
    head, colon, tail = GOOD.partition("\nendings:")
    text = f"{head}\n  new:\n{typed}"
    line, column = text.count("\n") + 1, len(text.rpartition("\n")[2]) + 1
    opened = Source("good.yaml", f"{text}{colon}{tail}")
    words = [offer.word for offer in features.completion(opened, line, column)]
    assert offered in words
    assert not_offered not in words


@pytest.mark.parametrize("typed", ["    text: |\n      ", "    # ", "    text: call"])
def test_nothing_is_offered_inside_texts(typed: str) -> None:
    """There is no completion in prose and comments."""
    text = f"scenes:\n  new:\n{typed}"
    opened = Source("some.yaml", text)
    line, column = text.count("\n") + 1, len(text.rpartition("\n")[2]) + 1
    assert features.completion(opened, line, column) == []


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    """Return a client connected to the server."""
    with running([sys.executable, "-m", "game", "lsp"]) as result:
        yield result


def test_an_editor_ends_the_server() -> None:
    """After ``shutdown`` and ``exit`` the program ends without an error."""
    with running([sys.executable, "-m", "game", "lsp"]) as editor:
        assert editor.end() == 0


def test_an_editor_is_notified_while_it_types(editor: Editor, tmp_path: Path) -> None:
    """Diagnostics appear on the line of a mistake and disappear when it is corrected."""
    file = tmp_path / "good.yaml"
    file.write_text(GOOD, "utf-8")
    before = editor.opened(file, GOOD)
    assert not [output for output in before if "is not" in output[1]]
    broken = GOOD.replace("minutes:", "minuets:")
    line = broken[: broken.index("minuets")].count("\n") + 1
    ((where, message),) = editor.changed(file, broken, 2)
    assert where == line
    assert "did you mean 'minutes'?" in message
    assert editor.changed(file, GOOD, 3) == before


def test_an_editor_completes_hovers_goes_and_renames(editor: Editor, tmp_path: Path) -> None:
    """Columns are in protocol units, also after a character of two UTF-16 units."""
    marked = GOOD.replace("present: [rania", 'present: ["🔥", rania', 1)
    file = tmp_path / "good.yaml"
    file.write_text(marked, "utf-8")
    (tmp_path / "good.routes.yaml").write_text(
        "routes:\n  calm:\n    takes:\n      - smoke lead card\n", "utf-8"
    )
    editor.opened(file, marked)
    lines = marked.splitlines()
    line = next(n for n, x in enumerate(lines, 1) if x.startswith("start: "))
    assert "corridor" in editor.offers(file, line, 8)
    assert "smoke" in editor.hover(file, line, 9)
    scene = lines.index("  smoke:") + 1
    assert editor.definition(file, line, 9) == (scene, 3)
    changes = editor.renamed(file, line, 9, "fire")
    assert changes is not None
    assert len(changes[file.as_uri()]) == marked.count("smoke.") + 2
    assert [e["newText"] for e in changes[(tmp_path / "good.routes.yaml").as_uri()]] == [
        "fire lead card"
    ]
    assert editor.renamed(file, line, 9, "corridor") is None
    number = next(n for n, x in enumerate(lines, 1) if "🔥" in x)
    units = len(lines[number - 1].partition("rania")[0].encode("utf-16-le")) // 2
    edits = editor.renamed(file, number, units + 1, "rana")
    assert edits is not None
    (edit,) = (e for e in edits[file.as_uri()] if e["range"]["start"]["line"] == number - 1)
    assert edit["range"]["start"]["character"] == units


def test_an_editor_hovers_below_a_character_that_ends_a_line_in_yaml_only(
    editor: Editor, tmp_path: Path
) -> None:
    """The lines of the protocol end where those of editors do."""
    text = f"# pasted\u2028# here\n\n{GOOD}"
    editor.opened(tmp_path / "pasted.yaml", text)
    line = next(n for n, written in enumerate(text.split("\n"), 1) if written.startswith("start: "))
    assert "smoke" in editor.hover(tmp_path / "pasted.yaml", line, 9)


def test_an_editor_renames_in_campaigns(editor: Editor, tmp_path: Path) -> None:
    """The favours of campaigns beside the file follow; a campaign without any has no change."""
    file = tmp_path / "good.yaml"
    file.write_text(GOOD, "utf-8")
    campaign, other = tmp_path / "campaigns" / "a.yaml", tmp_path / "campaigns" / "b.yaml"
    campaign.parent.mkdir()
    campaign.write_text("favours:\n  tape:\n    back: good\n    scene: 'smoke'\n", "utf-8")
    other.write_text("favours:\n  tape:\n    back: other\n    scene: smoke\n", "utf-8")
    editor.opened(file, GOOD)
    line = next(n for n, x in enumerate(GOOD.splitlines(), 1) if x.startswith("start: "))
    changes = editor.renamed(file, line, 9, "fire")
    assert changes is not None
    (edit,) = changes[campaign.as_uri()]
    assert edit["newText"] == "fire"
    assert edit["range"]["start"] == {"line": 3, "character": 12}
    assert other.as_uri() not in changes


@pytest.mark.parametrize("data", [b"# caf\xe9\n", b"routes:\r\n  calm:\n"])
def test_routes_that_cannot_be_read_stop_a_renaming(
    editor: Editor, tmp_path: Path, data: bytes
) -> None:
    """An editor changes nothing where the command would refuse."""
    file = tmp_path / "good.yaml"
    file.write_text(GOOD, "utf-8")
    (tmp_path / "good.routes.yaml").write_bytes(data)
    editor.opened(file, GOOD)
    line = next(n for n, x in enumerate(GOOD.splitlines(), 1) if x.startswith("start: "))
    assert editor.renamed(file, line, 9, "fire") is None
