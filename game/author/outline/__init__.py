"""Convert scenarios to and from an outline in Markdown."""
