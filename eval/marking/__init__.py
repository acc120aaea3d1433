"""Sheets of answers that a person marks by reading, what the marks come to; lists scored."""
