"""Scenarios that were parsed are loaded from a cache."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from game.content import scenario_cache
from game.content.library import Library, packaged
from game.content.scenario_cache import ScenarioCache
from game.core.scenario import Scenario


GOOD = (Path(__file__).parent / "good.yaml").read_text("utf-8")


@pytest.fixture
def cache(tmp_path: Path) -> ScenarioCache:
    """An empty cache."""
    return ScenarioCache(tmp_path / "scenarios.cache")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A scenario file."""
    path = tmp_path / "one.yaml"
    path.write_text(GOOD, "utf-8")
    return path


def found(path: Path, cache: ScenarioCache | None) -> Scenario | None:
    """Return the scenario at *path*, as a new process would."""
    return Library.of((), scenario_cache=cache).find_scenario(str(path))


def only(cache: ScenarioCache) -> Path:
    """Return the only file of *cache*."""
    (stored,) = cache.folder.iterdir()
    return stored


def forge(cache: ScenarioCache, body: str) -> None:
    """Store *body* for the file with the content ``GOOD``, with the right digest."""
    digest = scenario_cache._digest(GOOD.encode(), body.encode())
    only(cache).write_bytes(digest + b"\n" + body.encode())


def test_scenarios_are_parsed_once(cache: ScenarioCache, parsed: list[str]) -> None:
    """Every shipped scenario is equal when it is loaded from the cache."""
    first = Library.of([packaged()], scenario_cache=cache).scenarios
    listed = {entry.id: entry.scenario for entry in Library.of([packaged()], scenario_cache=cache)}
    parsed.clear()
    again = {entry.id: entry.scenario for entry in Library.of([packaged()], scenario_cache=cache)}
    assert parsed == []
    assert again == listed == first
    assert len(again) > 10


def test_a_changed_file_is_parsed_again(
    file: Path, cache: ScenarioCache, parsed: list[str]
) -> None:
    """Also if its size and times are as before; the cache holds one version of a file."""
    found(file, cache)
    times = file.stat()
    title = next(line for line in GOOD.splitlines() if line.startswith("title: "))
    changed = f"title: {'x' * (len(title) - len('title: '))}"
    file.write_text(GOOD.replace(title, changed), "utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    scenario = found(file, cache)
    assert scenario is not None
    assert scenario.title == changed[7:]
    assert found(file, cache) == scenario
    assert parsed == ["one.yaml", "one.yaml"]
    assert only(cache)


def test_a_file_elsewhere_is_parsed(file: Path, cache: ScenarioCache) -> None:
    """The id comes from the name of the file, so the same content has another one."""
    found(file, cache)
    scenario = found(file.rename(file.with_name("two.yaml")), cache)
    assert scenario is not None
    assert scenario.id == "two"


def test_a_file_with_errors_is_not_stored(file: Path, cache: ScenarioCache) -> None:
    """Its problems are reported each time."""
    file.write_text(GOOD.replace("title: ", "titel: "), "utf-8")
    assert found(file, cache) is None
    assert not cache.folder.exists()
    assert found(file.with_name("missing.yaml"), cache) is None


@pytest.mark.parametrize("place", [0.0, 0.001, 0.01, 0.3, 0.999])
def test_a_damaged_file_is_ignored(
    file: Path, cache: ScenarioCache, parsed: list[str], place: float
) -> None:
    """With any byte changed the scenario is parsed and stored again."""
    scenario = found(file, cache)
    data = bytearray(only(cache).read_bytes())
    data[int(place * len(data))] ^= 1
    only(cache).write_bytes(data)
    assert found(file, cache) == scenario
    assert found(file, cache) == scenario
    assert parsed == ["one.yaml"] * 2


@pytest.mark.parametrize("data", [b"", b"\0", b"\0" * 100])
def test_any_other_file_is_ignored(file: Path, cache: ScenarioCache, data: bytes) -> None:
    """Whatever is stored in its place, the scenario is parsed."""
    scenario = found(file, cache)
    only(cache).write_bytes(data)
    assert found(file, cache) == scenario


def test_what_is_no_scenario_is_ignored(
    file: Path, cache: ScenarioCache, parsed: list[str]
) -> None:
    """A forged file is parsed again, also if only one value cannot be one of a scenario."""
    scenario = found(file, cache)
    assert scenario is not None
    body = only(cache).read_text("utf-8").partition("\n")[2]
    title = f'"{scenario.title}"'
    assert body.count(title) == 1
    forged = [
        *("", "null", "[]", "{}", '"text"', "1", "[" * 100_000, f"[{body}]", body[:-1]),
        *(body.replace(title, value) for value in ("null", "1", '["x"]', r'"\u001b]0;x"')),
    ]
    for text in forged:
        forge(cache, text)
        assert found(file, cache) == scenario
    assert parsed == ["one.yaml"] * (1 + len(forged))


def test_a_pipe_is_not_read(file: Path, cache: ScenarioCache) -> None:
    """A pipe in place of a file would never end."""
    scenario = found(file, cache)
    stored = only(cache)
    stored.unlink()
    os.mkfifo(stored)
    assert found(file, cache) == scenario


def test_another_parser_parses_again(
    file: Path, cache: ScenarioCache, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What other modules parsed may differ: a new version of the game, or a changed module."""
    found(file, cache)
    monkeypatch.setattr(scenario_cache, "_identity", lambda: b"another")
    found(file, cache)
    assert parsed == ["one.yaml"] * 2


def test_the_parser_is_identified_by_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module that is changed, added or removed makes another parser; bytecode does not."""
    game = tmp_path / os.fsdecode(b"game-\xe9")
    modules = [game / "content" / "yaml" / "parser.py", game / "core" / "scenario.py"]
    for file in modules:
        file.parent.mkdir(parents=True)
        file.write_text("1", "utf-8")
    monkeypatch.setattr(scenario_cache, "GAME", game)
    identify = scenario_cache._identity.__wrapped__
    seen = [identify()]
    for file in modules:
        file.write_text("22", "utf-8")
        seen.append(identify())
        os.utime(file, (1, 1))
        seen.append(identify())
    (game / "content" / "ideas.yaml").write_text("1", "utf-8")
    seen.append(identify())
    modules[0].unlink()
    seen.append(identify())
    assert len(set(seen)) == len(seen)
    (game / "content" / "__pycache__").mkdir()
    (game / "content" / "__pycache__" / "more.py").write_text("1", "utf-8")
    assert identify() == seen[-1]


def test_without_an_identity_of_the_parser_nothing_is_stored(
    file: Path, cache: ScenarioCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module that cannot be examined, such as a dangling link, is no reason to fail."""
    scenario = found(file, cache)
    content = file.parent / "game" / "content"
    content.mkdir(parents=True)
    (content / "lock.py").symlink_to("nowhere")
    monkeypatch.setattr(scenario_cache, "GAME", content.parent)
    scenario_cache._identity.cache_clear()
    assert found(file, cache) == scenario
    scenario_cache._identity.cache_clear()


def test_files_that_were_not_used_for_long_are_deleted(file: Path, cache: ScenarioCache) -> None:
    """A use renews a file; a draft that was left goes as well, but nothing else."""
    found(file, cache)
    used = only(cache)
    unused, draft = cache.folder / ("0" * 32), cache.folder / f".{'1' * 32}.7"
    for stored in (unused, draft, cache.folder / "mine"):
        stored.touch()
    for stored in cache.folder.iterdir():
        os.utime(stored, (1, 1))
    found(file, cache)
    scenario_cache._expire.cache_clear()
    file.write_text(GOOD.replace("title: ", "title: More "), "utf-8")
    other = file.with_name("two.yaml")
    other.write_text(GOOD, "utf-8")
    found(other, cache)
    left = {stored.name for stored in cache.folder.iterdir()}
    assert {used.name, "mine"} < left
    assert not left & {unused.name, draft.name}


def test_clearing_leaves_other_files(file: Path, cache: ScenarioCache) -> None:
    """Only its own files are deleted, also behind a link; a second time there are none."""
    found(file, cache)
    real = cache.folder.rename(cache.folder.with_name("elsewhere"))
    cache.folder.symlink_to(real)
    (real / "mine").touch()
    assert cache.clear() is None
    assert [stored.name for stored in real.iterdir()] == ["mine"]
    (real / "mine").unlink()
    cache.folder.unlink()
    assert cache.clear() is None


def test_what_cannot_be_cleared_is_reported(file: Path, cache: ScenarioCache) -> None:
    """A file that stays is a failure that names the folder."""
    found(file, cache)
    stored = only(cache)
    stored.unlink()
    stored.mkdir()
    failure = cache.clear()
    assert failure is not None
    assert str(cache.folder) in failure.message


def test_without_a_place_to_store_scenarios_are_parsed(file: Path, tmp_path: Path) -> None:
    """A parent folder that is missing, or a file in place of the folder, changes nothing."""
    scenario = found(file, None)
    for folder in (tmp_path / "missing" / "cache", file):
        assert found(file, ScenarioCache(folder)) == scenario
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_only_the_owner_can_read_it(file: Path, cache: ScenarioCache) -> None:
    """It holds the text of the player's own scenarios; no draft is left."""
    found(file, cache)
    assert cache.folder.stat().st_mode & 0o777 == 0o700
    assert only(cache).stat().st_mode & 0o777 == 0o600
