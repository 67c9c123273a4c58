"""A learning platform for one SCORM 1.2 package, with the runtime from npm."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from playwright.async_api import Frame, Page, Route

from tests.publish.browser import opened


HOME = "http://platform.example/"
FRAME = """<!doctype html><html lang="en"><title>Platform</title>
<script src="/runtime.js"></script>
<script>
window.API = new Scorm12API({ autocommit: false, logLevel: 5 });
window.refused = [];
const before = API.loggingCallback;
const kept = %s;
if (kept) API.loadFromJSON(kept, "cmi");
for (const name of ["LMSSetValue", "LMSInitialize", "LMSFinish", "LMSCommit"]) {
  const real = API[name].bind(API);
  API[name] = (...told) => {
    const answer = real(...told), code = String(API.LMSGetLastError());
    if (code !== "0") window.refused.push([name, ...told, code].join(" "));
    return answer;
  };
}
</script>
<iframe title="Course" src="/course/index.html" width="390" height="800"></iframe></html>"""


@asynccontextmanager
async def platform(
    package: bytes, parts: Path, kept: Mapping[str, Any] | None = None, *, attacked: bool = False
) -> AsyncIterator[tuple[Page, Frame]]:
    """Yield the platform's page and the frame of *package*, resumed from *kept*; see ``opened``."""
    files = ZipFile(BytesIO(package))
    runtime = (parts / "scorm-again" / "package" / "dist" / "scorm12.min.js").read_text("utf-8")

    async def serve(route: Route) -> None:
        name = route.request.url.removeprefix(HOME)
        if name == "":
            body, kind = FRAME % json.dumps(kept), "text/html"
        elif name == "runtime.js":
            body, kind = runtime, "text/javascript"
        else:
            body, kind = files.read(name.removeprefix("course/")).decode(), "text/html"
        await route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")

    async with opened(HOME, HOME, serve=serve, attacked=attacked) as page:
        frame = page.frame(url=f"{HOME}course/index.html")
        assert frame is not None
        await frame.wait_for_selector("h1")
        yield page, frame
        refused = await page.evaluate("window.refused")
        assert refused == []


async def record(page: Page) -> dict[str, Any]:
    """Return the data reported to the platform, by SCORM element."""
    output: dict[str, Any] = await page.evaluate("JSON.parse(JSON.stringify(API.cmi))")
    return output
