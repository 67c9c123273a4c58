"""Build course packages for learning platforms: SCORM 1.2 and cmi5."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from game.journal.exports.xapi import HOME
from game.publish.labels import LABELS
from game.publish.page import Publication, asset, flat, page
from game.publish.statements import statement_table


EPOCH = (1980, 1, 1, 0, 0, 0)
"""The modification time of every file in a package, so that equal content is equal bytes."""
MAX_POINTS = 100

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="two-hats.{id}" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd
    http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="two-hats">
    <organization identifier="two-hats">
      <title>{title}</title>
      <item identifier="item" identifierref="page" isvisible="true">
        <title>{title}</title>{mastery}
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="index.html">
      <file href="index.html"/>
    </resource>
  </resources>
</manifest>
"""

STRUCTURE = """<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="{home}/course/{id}">
    <title><langstring lang="{language}">{title}</langstring></title>
    <description><langstring lang="{language}">{summary}</langstring></description>
  </course>
  <au id="{home}/course/{id}/play" moveOn="Completed" launchMethod="AnyWindow"{mastery}>
    <title><langstring lang="{language}">{title}</langstring></title>
    <description><langstring lang="{language}">{summary}</langstring></description>
    <url>index.html</url>
  </au>
</courseStructure>
"""


def manifest(publication: Publication, mastery: int | None = None) -> str:
    """Return the SCORM manifest; *mastery* is the passing mean of points, 0 to 100, if any."""
    score = (
        "" if mastery is None else f"\n        <adlcp:masteryscore>{mastery}</adlcp:masteryscore>"
    )
    return MANIFEST.format(
        id=escape(publication.id), title=escape(flat(publication.title)), mastery=score
    )


def scorm12(publication: Publication, mastery: int | None = None) -> bytes:
    """
    Return *publication* as a SCORM 1.2 package, whose page is the only SCO.

    The page reports completion, and passed or failed only with *mastery*: the passing mean of
    points, 0 to 100.
    """
    html = page(
        publication,
        before=[asset("scorm12.js")],
        data={"mastery": mastery},
        footer=LABELS["platform"],
    )
    return package({"imsmanifest.xml": manifest(publication, mastery), "index.html": html})


def structure(publication: Publication, mastery: int | None = None) -> str:
    """Return the course structure; *mastery* is the passing mean of points, 0 to 100, if any."""
    score = "" if mastery is None else f' masteryScore="{mastery / MAX_POINTS:g}"'
    return STRUCTURE.format(
        home=HOME,
        id=escape(publication.id),
        language=escape(publication.scenarios[0].language),
        title=escape(flat(publication.title)),
        summary=escape(flat(publication.summary)),
        mastery=score,
    )


def cmi5(publication: Publication, mastery: int | None = None) -> bytes:
    """
    Return *publication* as a cmi5 package, whose page is the only assignable unit.

    The page reports completion, and passed or failed only with *mastery*: the passing mean of
    points, 0 to 100.
    """
    html = page(
        publication,
        before=[asset("cmi5.js")],
        data={"statements": {item.id: statement_table(item) for item in publication.scenarios}},
        connects=True,
        footer=LABELS["platform"],
    )
    return package({"cmi5.xml": structure(publication, mastery), "index.html": html})


def package(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of *files*, a mapping of names to content; its bytes are reproducible."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()
