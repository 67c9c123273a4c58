"""Nodes to attrs values: context, readers, records, JSON Schema."""
