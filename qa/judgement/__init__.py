"""How well each unit of the passages found answers a question: one learned score."""
