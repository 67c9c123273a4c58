"""Rooms: one playthrough for a group, as pure rules over an immutable value."""
