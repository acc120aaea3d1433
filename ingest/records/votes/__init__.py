"""Votes: their counts in prose, and lists and columns of who voted how."""
