"""Tools for authors: check, explore, audit, preview."""
