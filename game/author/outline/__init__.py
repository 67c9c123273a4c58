"""Scenarios as an outline in Markdown: notes become a file, and a file becomes notes."""
