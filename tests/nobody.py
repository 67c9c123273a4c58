"""Permissions mean nothing to root, so what needs them is tried as nobody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


NOBODY = 65534


@contextmanager
def not_root() -> Iterator[None]:
    """Root may write anywhere, so let nobody try; who is not root tries as they are."""
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if was_root:
            os.seteuid(0)
