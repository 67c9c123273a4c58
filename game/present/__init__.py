"""Pages as blocks: which facts, in which order and words."""
