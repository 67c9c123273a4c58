"""A published page plays to the end in Firefox ESR."""

from __future__ import annotations

from pathlib import Path

from game.publish.page import Publication
from tests.publish.firefox import firefox
from tests.publish.test_page import saved, shipped


STEP = """(() => {
    const main = document.getElementById("main");
    main.querySelector({ call: "button.call", choice: "button.choice" }[main.className]
        || ":scope > button.main").click();
    return main.className;
})()"""


async def test_it_plays_to_the_end(tmp_path: Path) -> None:
    """Buttons work, the console has no errors, and a reload resumes the run."""
    address = saved(tmp_path, Publication.of(shipped()))
    async with firefox(address, tmp_path / "profile") as page:
        been = [str(await page.run("document.getElementById('main').className"))]
        while been[-1] != "ending":
            been.append(str(await page.run(STEP)))
            assert len(been) < 50

        assert been.count("why") == 4
        assert "the mean of your scenes" in str(await page.run("document.body.innerText"))
        assert (
            str(await page.run("Object.keys(localStorage).join()")) == "two-hats/smoke-on-ward-six"
        )
        assert page.errors == []
