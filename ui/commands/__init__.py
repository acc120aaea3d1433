"""Commands beside `ask` and `serve`: keys, back-ups, the review list, settings."""
