"""Find the files to read, unpack what holds others, and tell what became of each."""
