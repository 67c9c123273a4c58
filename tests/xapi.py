"""Check xAPI statements, with the models of a learning record store."""

from __future__ import annotations

from typing import Any


def validate(statement: dict[str, Any]) -> None:
    """Raise ``ValueError`` unless *statement* is valid."""
    # Not at the top: it loads for a second, and each process of a run imports all tests.
    from ralph.models.xapi.base.statements import (  # type: ignore[import-untyped]
        BaseXapiStatement,
    )

    BaseXapiStatement.model_validate(statement)
