"""One line each on the call, the gauges and trust, for a first scene."""

from __future__ import annotations

from game.core.trust import SILENT_UP_TO, VOLUNTEERS_FROM


CALL = "Say what the moment needs; then the choices come. You can still change it."
GAUGES = "▲ Direction grows by leading where it is needed, ■ Structure by managing."
TRUST = (
    f"Trust: at {VOLUNTEERS_FROM} dots or more people tell you more, "
    f"at 0 or {SILENT_UP_TO} they say nothing."
)
