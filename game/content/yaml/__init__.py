"""YAML text to nodes with positions: source, parser, hints on syntax errors."""
