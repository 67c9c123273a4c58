"""Sentences that several interfaces show: plain text without markup, one module per topic."""
