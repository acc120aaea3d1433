"""Find and rank the passages that bear on a question."""
