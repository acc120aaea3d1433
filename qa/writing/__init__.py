"""Say the answer in words, and check what a language model writes against the quotes."""
