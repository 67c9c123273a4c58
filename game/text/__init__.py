"""Sentences that more than one face shows; plain text, never markup."""
