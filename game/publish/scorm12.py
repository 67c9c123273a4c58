"""A SCORM 1.2 package: one page as the only SCO, which reports to the platform it runs in."""

from __future__ import annotations

from html import escape

from game.publish.labels import LABELS
from game.publish.package import package
from game.publish.page import Publication, asset, flat, page


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


def manifest(publication: Publication, mastery: int | None = None) -> str:
    """Give the manifest; *mastery* is the mean of points, 0-100, that passes, if any does."""
    score = (
        "" if mastery is None else f"\n        <adlcp:masteryscore>{mastery}</adlcp:masteryscore>"
    )
    return MANIFEST.format(
        id=escape(publication.id), title=escape(flat(publication.title)), mastery=score
    )


def scorm12(publication: Publication, mastery: int | None = None) -> bytes:
    """
    Give *publication* as a SCORM 1.2 package.

    Completion counts. Nothing is passed or failed unless *mastery* says which mean passes.
    """
    html = page(
        publication,
        before=[asset("scorm12.js")],
        data={"mastery": mastery},
        footer=LABELS["platform"],
    )
    return package({"imsmanifest.xml": manifest(publication, mastery), "index.html": html})
