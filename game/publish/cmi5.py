"""A cmi5 package: one page as the only assignable unit, launched by a learning platform."""

from __future__ import annotations

from html import escape

from game.journal.exports.xapi import HOME
from game.publish.course import statement_table
from game.publish.labels import LABELS
from game.publish.package import package
from game.publish.page import Publication, asset, flat, page


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
MAX_POINTS = 100


def structure(publication: Publication, mastery: int | None = None) -> str:
    """Give the course structure; *mastery* is the mean of points, 0-100, that passes, if any."""
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
    Give *publication* as a cmi5 package.

    Completion counts. Nothing is passed or failed unless *mastery* says which mean passes.
    """
    html = page(
        publication,
        before=[asset("cmi5.js")],
        data={"statements": {item.id: statement_table(item) for item in publication.scenarios}},
        connects=True,
        footer=LABELS["platform"],
    )
    return package({"cmi5.xml": structure(publication, mastery), "index.html": html})
