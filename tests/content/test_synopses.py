"""Synopses that are kept of a large library, and lists made of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from game.content import synopses as synopses_module
from game.content.library import Entry, Library, packaged
from game.core.synopsis import Synopsis, synopsis
from game.services.recommend import ordered, read_all


GOOD = (Path(__file__).parent / "good.yaml").read_text("utf-8")
BROKEN = {
    "empty.yaml": b"",
    "latin.yaml": GOOD.replace("title: ", "title: \N{LATIN SMALL LETTER E WITH ACUTE}").encode(
        "latin-1", "replace"
    ),
    "letter.yaml": GOOD.replace("title: ", "title: \N{REPLACEMENT CHARACTER}").encode(),
    "no-title.yaml": GOOD.replace("title: ", "titel: ").encode(),
    "open.yaml": b"title: [",
    "\N{CJK UNIFIED IDEOGRAPH-4E00}.yaml": GOOD.encode(),
}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where synopses are kept."""
    return tmp_path / "kept.cache"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two scenarios and of many broken files."""
    made = tmp_path / "scenarios"
    made.mkdir()
    for name in ("one", "two"):
        (made / f"{name}.yaml").write_text(GOOD, "utf-8")
    for name, data in BROKEN.items():
        (made / name).write_bytes(data)
    return made


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every library keeps synopses."""
    monkeypatch.setattr("game.content.library.MANY", 0)


def listed(folder: Path, cache: Path | None) -> list[tuple[str, Synopsis | None, str]]:
    """What a new look at *folder* lists, in the recommended order, with the editions."""
    library = Library.of((packaged(), folder), cache)
    return [(entry.id, entry.synopsis, entry.edition) for entry in ordered(library)]


def test_a_list_is_the_same_with_and_without_them(
    folder: Path, cache: Path, parsed: list[str]
) -> None:
    """The shipped library and broken files: parsed, kept, and read from what was kept."""
    without = listed(folder, None)
    assert listed(folder, cache) == without
    parsed.clear()
    assert listed(folder, cache) == without
    assert parsed == []
    scenarios = {entry.id: entry.scenario for entry in Library.of((packaged(), folder))}
    for name, kept, _ in without:
        scenario = scenarios.get(name)
        assert kept == (None if scenario is None else synopsis(scenario))
    assert sum(kept is None for _, kept, _ in without) == len(BROKEN) - 1


def test_a_changed_file_is_never_shown_from_its_old_synopsis(
    folder: Path, cache: Path, parsed: list[str]
) -> None:
    """Only it is parsed again, also where its size and its times are as before."""
    listed(folder, cache)
    file = folder / "one.yaml"
    times = file.stat()
    title = next(line for line in GOOD.splitlines() if line.startswith("title: "))
    changed = f"title: {'x' * (len(title) - len('title: '))}"
    file.write_text(GOOD.replace(title, changed), "utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    parsed.clear()
    after = {name: kept for name, kept, _ in listed(folder, cache)}
    one, two = after["one"], after["two"]
    assert one is not None
    assert two is not None
    assert (one.title, two.title) == (changed[7:], title[7:])
    assert parsed == ["one.yaml"]


def test_a_file_of_another_name_is_not_taken_for_it(
    folder: Path, cache: Path, parsed: list[str]
) -> None:
    """The id of a scenario comes from the name of its file, and so does its synopsis."""
    listed(folder, cache)
    parsed.clear()
    (folder / "two.yaml").rename(folder / "three.yaml")
    after = {name: kept for name, kept, _ in listed(folder, cache)}
    assert "two" not in after
    assert after["three"] is not None
    assert after["three"].id == "three"
    assert parsed == ["three.yaml"]


@pytest.mark.parametrize("place", [0.0, 0.001, 0.3, 0.999])
def test_a_damaged_file_of_them_counts_as_none(
    folder: Path, cache: Path, parsed: list[str], place: float
) -> None:
    """With any character changed all is parsed and kept again."""
    before = listed(folder, cache)
    text = cache.read_text("utf-8")
    at = int(place * len(text))
    cache.write_text(text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :], "utf-8")
    parsed.clear()
    assert listed(folder, cache) == before
    assert len(parsed) == len(before)
    assert cache.read_text("utf-8") == text


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{}", b"\n[]"])
def test_another_file_counts_as_none(
    folder: Path, cache: Path, parsed: list[str], content: bytes
) -> None:
    """Whatever stands in its place is no reason to show nothing."""
    del parsed
    cache.write_bytes(content)
    assert listed(folder, cache) == listed(folder, None)


def test_those_of_another_version_are_not_used(
    folder: Path, cache: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another version worked out may have come out otherwise."""
    before = listed(folder, cache)
    parsed.clear()
    monkeypatch.setattr(synopses_module, "__version__", "0.0.0")
    assert listed(folder, cache) == before
    assert len(parsed) == len(before)


@pytest.mark.parametrize("body", ["[]", '{"a": 1}', '{"a": ["b", {"id": "c"}]}'])
def test_those_of_another_form_are_not_used(
    folder: Path, cache: Path, parsed: list[str], body: str
) -> None:
    """A sound file with other fields counts as none."""
    del parsed
    cache.write_text(f"{synopses_module._head(body)}\n{body}", "utf-8")
    assert listed(folder, cache) == listed(folder, None)


def test_where_nothing_can_be_kept_they_are_worked_out(
    folder: Path, tmp_path: Path, parsed: list[str]
) -> None:
    """A folder that is missing, a folder or a pipe in the place of the file, change no list."""
    del parsed
    missing, taken = tmp_path / "missing" / "kept.cache", tmp_path / "taken"
    taken.mkdir()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert listed(folder, pipe) == listed(folder, None)
    pipe.unlink()
    for cache in (missing, taken):
        assert listed(folder, cache) == listed(folder, None)
    assert not missing.parent.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["scenarios", "taken"]


def test_a_small_library_keeps_nothing(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few scenarios are parsed; what was kept of more of them, since deleted, goes."""
    monkeypatch.setattr("game.content.library.MANY", 20)
    cache.write_text("titles", "utf-8")
    library = Library.of((folder,), cache)
    for _ in read_all(library):
        pass
    assert not cache.exists()


def test_only_the_owner_can_read_them(folder: Path, cache: Path, parsed: list[str]) -> None:
    """They hold titles of the player's own scenarios; nothing else is left beside them."""
    del parsed
    listed(folder, cache)
    assert cache.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in cache.parent.iterdir()) == ["kept.cache", "scenarios"]


def test_a_picked_scenario_is_the_one_that_was_listed(
    folder: Path, cache: Path, parsed: list[str]
) -> None:
    """A file that changes after it was listed is played, and known, as it was."""
    del parsed
    listed(folder, cache)
    entry: Entry = Library.of((folder,), cache).entries["one"]
    assert entry.synopsis is not None
    edition = entry.edition
    (folder / "one.yaml").write_text("title: [", "utf-8")
    assert entry.scenario is not None
    assert synopsis(entry.scenario) == entry.synopsis
    assert entry.edition == edition
