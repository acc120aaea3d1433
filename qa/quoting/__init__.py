"""Choose, complete and cite the quotes of an answer, and give each its standing."""
