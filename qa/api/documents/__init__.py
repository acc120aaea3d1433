"""Answers as files: Word, PDF, plain text and CSV, each quote with its place and link."""
