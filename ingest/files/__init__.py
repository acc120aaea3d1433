"""Find the files to read, unpack archives and messages, and find which papers are versions."""
