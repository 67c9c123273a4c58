"""``two-hats publish``: what it writes, where, and what it refuses."""

from __future__ import annotations

from zipfile import ZipFile

import pytest

from tests.commands.conftest import ROOT, Player


def test_one_command_makes_a_page(player: Player) -> None:
    """A scenario by its id becomes a file of its name; its path goes to stdout, and that alone."""
    done = player.run("publish", "smoke-on-ward-six")

    assert (done.returncode, done.stdout) == (0, "smoke-on-ward-six.html\n")
    file = player.folder / "smoke-on-ward-six.html"
    assert file.read_text("utf-8").startswith("<!doctype html>")
    assert file.stat().st_mode & 0o777 == 0o644
    assert sorted(path.name for path in player.folder.iterdir()) == ["home", file.name]


def test_a_folder_becomes_a_page_with_a_start_page(player: Player) -> None:
    """Scenarios and the campaign that leads through them, in one file."""
    done = player.run("publish", str(ROOT / "scenarios"), "-o", "all.html")

    assert done.returncode == 0, done.stderr
    html = (player.folder / "all.html").read_text("utf-8")
    assert "Smoke on Ward Six" in html
    assert "Between Floors" in html


@pytest.mark.parametrize("name", ["mine.yaml", "mine.YAML", "other.yml"])
def test_a_page_does_not_replace_a_scenario(name: str, player: Player) -> None:
    """A name that a scenario has is refused, whether or not a file is there."""
    mine = player.folder / "mine.yaml"
    mine.write_bytes((ROOT / "scenarios" / "four-degrees.yaml").read_bytes())
    before = mine.read_bytes()

    done = player.run("publish", "mine.yaml", "-o", name)

    assert done.returncode == 2
    assert "such as: -o mine.html" in done.stderr
    assert mine.read_bytes() == before


def test_a_course_does_not_replace_its_pack(player: Player) -> None:
    """A pack cannot become the course that is made of it."""
    pack = player.folder / "pack.zip"
    with ZipFile(pack, "w") as file:
        file.write(ROOT / "scenarios" / "four-degrees.yaml", "four-degrees.yaml")
    before = pack.read_bytes()

    done = player.run("publish", "pack.zip", "--to", "cmi5", "-o", "pack.zip")

    assert done.returncode == 2
    assert pack.read_bytes() == before


def test_a_campaign_takes_the_scenarios_beside_it(player: Player) -> None:
    """A campaign by its path is of its neighbours, as when it is checked."""
    folder = player.folder / "towns"
    (folder / "campaigns").mkdir(parents=True)
    for name in ("four-degrees", "month-end-every-month"):
        text = (ROOT / "scenarios" / f"{name}.yaml").read_text("utf-8")
        lines = [
            f"title: My {name}" if line.startswith("title:") else line for line in text.splitlines()
        ]
        (folder / f"my-{name}.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    campaign = folder / "campaigns" / "two.yaml"
    closings = "".join(
        f"  {how}: Well done.\n" for how in ("joined", "vision", "order", "searching")
    )
    campaign.write_text(
        "format: 1\ntitle: Two Towns\nsummary: Two chairs.\nwriter: Ada\nopening: Come in.\n"
        "postings:\n  my-four-degrees:\n    letter: Go there.\n"
        f"  my-month-end-every-month:\n    letter: And there.\nclosings:\n{closings}",
        "utf-8",
    )

    done = player.run("publish", str(campaign), "-o", "two.html")

    assert done.returncode == 0, done.stderr
    assert "My month-end-every-month" in (player.folder / "two.html").read_text("utf-8")


def test_a_pack_becomes_a_site(player: Player) -> None:
    """A zip of two scenarios: a start page, two pages and a picture."""
    with ZipFile(player.folder / "pack.zip", "w") as pack:
        for name in ("smoke-on-ward-six.yaml", "four-degrees.yaml"):
            pack.write(ROOT / "scenarios" / name, name)

    done = player.run("publish", "pack.zip", "--to", "site", "-o", "out/site")

    assert (done.returncode, done.stdout) == (0, "out/site\n"), done.stderr
    files = {path.name for path in (player.folder / "out" / "site").iterdir()}
    assert files == {"index.html", "share.png", "smoke-on-ward-six.html", "four-degrees.html"}


@pytest.mark.parametrize(
    ("target", "manifest", "passing"),
    [
        ("scorm12", "imsmanifest.xml", "<adlcp:masteryscore>60</adlcp:masteryscore>"),
        ("cmi5", "cmi5.xml", 'masteryScore="0.6"'),
    ],
)
def test_a_course_is_a_zip_of_each(
    target: str, manifest: str, passing: str, player: Player
) -> None:
    """Each scenario is a package of its own; a score to pass stands in its manifest."""
    names = ("smoke-on-ward-six", "four-degrees")

    done = player.run("publish", *names, "--to", target, "--mastery", "60")

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [f"{name}-{target}.zip" for name in names]
    with ZipFile(player.folder / done.stdout.split()[0]) as package:
        assert package.namelist() == [manifest, "index.html"]
        assert passing in package.read(manifest).decode()


def test_an_address_brings_the_picture(player: Player) -> None:
    """With the address of a hosted page the picture for links is written beside it."""
    address = "https://a.example/b/smoke.html"
    (player.folder / "out").mkdir()

    done = player.run("publish", "smoke-on-ward-six", "--url", address, "-o", "out/smoke.html")

    assert done.stdout.split() == ["out/smoke.html", "out/share.png"]
    html = (player.folder / "out" / "smoke.html").read_text("utf-8")
    assert "https://a.example/b/share.png" in html


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["no-such-thing"], 2, "there is no scenario called 'no-such-thing'"),
        (["smoke-on-ward-six", "--mastery", "60"], 2, "only a course can be passed"),
        (["smoke-on-ward-six", "--to", "cmi5", "--mastery", "101"], 2, "points go from 0 to 100"),
        (["smoke-on-ward-six", "-o", "no/such/page.html"], 2, "two-hats: no/such/page.html cannot"),
        (["between-floors", "--to", "scorm12", "--mastery", "60"], 2, "has no score to pass"),
        (["broken.yaml"], 1, "E"),
        (["empty"], 2, "there is no scenario in there"),
    ],
)
def test_what_cannot_be_published(
    arguments: list[str], code: int, message: str, player: Player
) -> None:
    """A sentence and the way out, and nothing is written."""
    (player.folder / "empty").mkdir()
    (player.folder / "broken.yaml").write_text("format: 1\ntitle: [\n")

    done = player.run("publish", *arguments)

    assert done.returncode == code, done.stderr
    assert message in done.stderr
    assert done.stdout == ""
    assert sorted(path.name for path in player.folder.iterdir()) == ["broken.yaml", "empty", "home"]
