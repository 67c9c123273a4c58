"""Why something cannot be done, as a value."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Failure:
    """
    Why something cannot be done: a *code* for programs, a *message* for people.

    The message is one sentence. *help* is the way out, where there is one.
    """

    code: str
    message: str
    help: str | None = None


def refused(message: str, advice: str) -> Failure:
    """Return the failure of a request that cannot be met as it stands, with *advice*."""
    return Failure(code="refused", message=message, help=advice)


def message_of(result: Failure | str | None) -> str:
    """Return the message of a failure, or *result* itself; empty without one."""
    return result.message if isinstance(result, Failure) else result or ""
