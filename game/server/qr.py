"""QR codes of addresses."""

from __future__ import annotations

import segno


def qr_modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """
    Return the modules of *text*'s QR code by row, dark ones True, without a border.

    It is the smallest of its kind that still mends some damage.
    """
    codes = [segno.make(text, error=level, micro=False) for level in ("m", "l")]
    code = min(codes, key=lambda code: code.symbol_size()[0])
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)
