"""A pack is a zip that is read where it lies; a hostile one is a problem and nothing more."""

from __future__ import annotations

import stat
import tracemalloc
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.author.lint.check import check
from game.content.files import (
    MAX_FILES,
    MAX_PACKED,
    MAX_UNPACKED,
    campaign_files,
    read,
    scenario_files,
    texts,
)
from game.content.library import CampaignEntry, Entry, Library, packaged
from game.content.loader import read_file
from game.content.yaml.source import MAX_BYTES, Unreadable
from game.core.failure import Failure


Pack = Callable[..., Path]


def zipped(members: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """A zip of *members*."""
    out = BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Lays a pack called ferries.zip on the disk: its bytes, or its members."""

    def lay(of: bytes | Mapping[str, bytes], method: int = ZIP_DEFLATED) -> Path:
        path = tmp_path / "ferries.zip"
        path.write_bytes(of if isinstance(of, bytes) else zipped(of, method))
        return path

    return lay


def code(found: object) -> str:
    """Why something was not read."""
    assert isinstance(found, Unreadable), found
    assert found.why
    return found.code


def test_a_scenario_in_a_pack_is_read_like_any_other(pack: Pack, good: str) -> None:
    """Its problems name the pack and the file in it; its id is the file's."""
    path = pack({"deep/late-ferry.yaml": good.encode(), "bad.yaml": b"format: 1\n"})
    assert (reading := read_file(path / "deep/late-ferry.yaml")).scenario
    assert reading.scenario.id == "late-ferry"
    bad = read_file(path / "bad.yaml")
    assert bad.opened
    assert bad.source.name.endswith("ferries.zip/bad.yaml")
    assert {problem.code for problem in bad.problems} == {"E100"}


def test_only_scenarios_count(pack: Pack) -> None:
    """Pictures, routes, campaigns and what an operating system leaves behind are left alone."""
    path = pack(
        dict.fromkeys(
            (
                *("b.yaml", "in/a.yml", "read.me", "b.routes.yaml", "campaigns/tour.yaml"),
                *("__MACOSX/._b.yaml", ".git/x.yaml", "inner.zip"),
            ),
            b"",
        )
    )
    assert scenario_files(path) == [path / "b.yaml", path / "in/a.yml"]
    assert campaign_files(path) == [path / "campaigns/tour.yaml"]
    library = Library.of([path.parent])
    assert ([entry.id for entry in library], list(library.campaigns)) == (["b", "a"], ["tour"])
    assert scenario_files(path.parent) == scenario_files(path)
    assert campaign_files(path.parent) == campaign_files(path)


def test_a_campaign_in_a_pack_is_read_like_any_other(pack: Pack) -> None:
    """It leads through the scenarios beside it, and its problems name the pack and the file."""
    campaign_play = (packaged() / "campaigns/between-floors.yaml").read_bytes()
    names = [f"ferries/{path.name}" for path in scenario_files(packaged())]
    path = pack({**dict.fromkeys(names, b""), "ferries/campaigns/tour.yaml": campaign_play})
    result = Library.of([path.parent]).find_campaign("tour")
    assert isinstance(result, CampaignEntry)
    assert result.reading.campaign is not None
    assert result.reading.source.name.endswith("ferries.zip/ferries/campaigns/tour.yaml")
    by_path = Library.of([packaged()]).find_campaign(str(path))
    assert isinstance(by_path, CampaignEntry)
    assert (by_path.path, by_path.reading.campaign) == (result.path, result.reading.campaign)
    (checked,) = [item for item in check([path]) if item.source.name == result.reading.source.name]
    assert checked.problems == ()


def test_a_pack_of_campaigns_alone(pack: Pack) -> None:
    """A pack without a scenario is not broken: it is reported so, as are campaigns."""
    path = pack({"campaigns/tour.yaml": b""})
    assert (scenario_files(path), len(campaign_files(path))) == ([], 1)
    assert list(Library.of([path.parent])) == []
    result = Library.of(()).find(str(path))
    assert isinstance(result, Failure)
    assert "holds no scenarios" in result.message
    other = Library.of(()).find_campaign(str(pack({"a.yaml": b""})))
    assert isinstance(other, Failure)
    assert "holds no campaigns" in other.message


def test_a_pack_given_by_its_path(pack: Pack) -> None:
    """A pack with one scenario stands for it; with more, they are listed."""
    path = pack({"a.yaml": b""})
    assert Library.of(()).find(str(path)) == Entry("a", path / "a.yaml")
    result = Library.of(()).find(str(pack({"a.yaml": b"", "b.yaml": b""})))
    assert isinstance(result, Failure)
    assert "holds 2 scenarios" in result.message
    assert "ferries.zip/b.yaml" in str(result.help)


def test_a_broken_pack_is_an_entry_that_shows_why(pack: Pack) -> None:
    """It is seen in the library, and cannot be played."""
    (entry,) = Library.of([pack(b"no zip").parent])
    assert (entry.id, entry.reading.opened) == ("ferries", False)
    assert [problem.code for problem in entry.reading.problems] == ["E016"]


@pytest.mark.parametrize("of", [b"", b"PK\x05\x06", b"PK\x03\x04" * 99, {}, {"a.txt": b""}])
def test_no_zip_and_no_scenario(pack: Pack, of: bytes | Mapping[str, bytes]) -> None:
    """A file that is no zip, or holds no scenario, is reported as one problem of the pack."""
    path = pack(of)
    assert scenario_files(path) == [path]
    assert code(read(path)) == "E016"


def test_the_pack_itself_is_no_scenario(pack: Pack) -> None:
    """Where one file is wanted, the pack names a file in it; a missing one is missing."""
    path = pack({"a.yaml": b""})
    assert code(read(path)) == "E003"
    assert code(read(path / "b.yaml")) == "E003"
    assert code(read(path.with_name("none.zip") / "b.yaml")) == "E003"


def test_a_file_in_a_folder_of_the_pack_is_named(pack: Pack, good: str) -> None:
    """A path without the folder that ``zip -r`` adds is answered with the whole path."""
    path = pack({"ferries/late.yaml": good.encode(), "a/x.yaml": b"", "b/x.yaml": b""})
    (text,) = read_file(path / "late.yaml").problems
    assert text.help == f"did you mean '{path / 'ferries/late.yaml'}'?"
    assert [read_file(path / name).problems[0].help for name in ("x.yaml", "y.yaml")] == [None] * 2


def test_a_folder_may_be_called_zip(tmp_path: Path, good: str) -> None:
    """A folder is a folder, whatever its name ends in."""
    folder = tmp_path / "old.zip"
    folder.mkdir()
    (folder / "a.yaml").write_text(good, encoding="utf-8")
    assert read(folder / "a.yaml") == good.encode()
    assert [entry.id for entry in Library.of([tmp_path])] == ["a"]


@pytest.mark.parametrize(
    "name",
    [
        *("../a.yaml", "/etc/a.yaml", "a/../../b.yaml", "./a.yaml", "a//b.yaml"),
        *("..\\a.yaml", "C:a.yaml", "\x1b[2Ja.yaml", "a\u202elmay.yaml", "a\u00a0b.yaml"),
        *("a\nb.yaml", "a\tb.yaml"),
    ],
)
def test_a_name_that_leads_astray(pack: Pack, name: str) -> None:
    """No name leads out of the pack or shows something else; the pack is refused for it."""
    path = pack({"good.yaml": b"", name: b""})
    result = texts(path)
    assert code(result) == "E016"
    assert isinstance(result, Unreadable)
    assert result.why.isprintable()
    assert scenario_files(path) == [path]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["a.yaml", "A.yaml"])
def test_a_name_twice(pack: Pack, second: str) -> None:
    """Two files of one name, also where case does not count, leave open which is meant."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("a.yaml", b"")
        archive.writestr(second, b"x")
    assert code(texts(pack(out.getvalue()))) == "E016"


def test_links_and_devices(pack: Pack) -> None:
    """A link in a pack leads nowhere: it is not followed, and its text is not read."""
    for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFDIR):
        info = ZipInfo("a.yaml")
        info.external_attr = (kind | 0o644) << 16
        out = BytesIO()
        with ZipFile(out, "w") as archive:
            archive.writestr(info, "/etc/passwd")
        assert code(read(pack(out.getvalue()) / "a.yaml")) == "E016"


def test_a_locked_pack(pack: Pack) -> None:
    """A file with a password is not read, and the password is the reported reason."""
    data = bytearray(zipped({"a.yaml": b"format: 1"}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    result = read(pack(bytes(data)) / "a.yaml")
    assert isinstance(result, Unreadable)
    assert "password" in result.why


@pytest.mark.parametrize("method", [ZIP_BZIP2, ZIP_LZMA])
def test_unusual_packing(pack: Pack, method: int) -> None:
    """Ways to pack that unfold all at once are not unfolded."""
    path = pack({"a.yaml": b" " * MAX_UNPACKED}, method)
    assert code(read(path / "a.yaml")) == "E016"


def test_a_file_that_unfolds_too_far(pack: Pack) -> None:
    """A file in a pack has the same limit as any other."""
    assert read(pack({"a.yaml": b" " * MAX_BYTES}) / "a.yaml") == b" " * MAX_BYTES
    assert code(read(pack({"a.yaml": b" " * (MAX_BYTES + 1)}) / "a.yaml")) == "E004"


def test_a_size_that_is_a_lie(pack: Pack) -> None:
    """A file that claims to be small gives no more than it claims, and that is broken."""
    data = zipped({"a.yaml": b" " * (8 * MAX_BYTES)})
    real, claimed = (8 * MAX_BYTES).to_bytes(4, "little"), (9).to_bytes(4, "little")
    assert code(read(pack(data.replace(real, claimed)) / "a.yaml")) == "E016"


def test_many_files_that_unfold_together(pack: Pack) -> None:
    """What all texts come to has a limit, and so has their number."""
    item = MAX_UNPACKED // 20
    assert code(texts(pack({f"{n}.yaml": b" " * item for n in range(21)}))) == "E004"
    assert not isinstance(texts(pack({f"{n}.yaml": b" " * item for n in range(20)})), Unreadable)
    assert code(texts(pack({f"{n}.txt": b"" for n in range(MAX_FILES + 1)}))) == "E004"


def test_a_pack_that_is_large_itself(pack: Pack) -> None:
    """No more than the limit is read from the disk."""
    assert code(texts(pack(zipped({"a.yaml": b""}) + b"\0" * MAX_PACKED))) == "E004"


WHOLE = zipped({"a.yaml": b"format: 1\n" * 40, "in/b.yaml": b"x"})


@settings(max_examples=10 * settings().max_examples)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6))
def test_any_damage_is_a_problem_and_no_exception(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, int]]
) -> None:
    """Whatever bytes are changed, a pack is read or rejected with a reason."""
    data = bytearray(WHOLE)
    for position, value in damage:
        data[position] = value
    path = tmp_path_factory.getbasetemp() / "damaged.zip"
    path.write_bytes(data)
    for file in scenario_files(path):
        result = read(file)
        assert isinstance(result, bytes) or result.why


@pytest.mark.parametrize("length", range(len(WHOLE)))
def test_cut_anywhere(pack: Pack, length: int) -> None:
    """A pack that was cut short on its way is a problem, wherever it was cut."""
    path = pack(WHOLE[:length])
    assert code(read(path)) == "E016"


def test_a_directory_of_very_many_files_is_not_read(pack: Pack) -> None:
    """A pack of 4 MiB may list forty thousand files: they are counted before they are read."""
    path = pack({str(number): b"" for number in range(30_000)})
    tracemalloc.start()
    try:
        assert code(texts(path)) == "E004"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * path.stat().st_size
