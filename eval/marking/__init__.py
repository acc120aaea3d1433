"""Sheets of answers that a person marks by reading, and what the marks come to."""
