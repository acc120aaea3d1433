"""Feeds the library: find, read, structure, cut, embed and store papers."""
