"""What the evaluator shows: on a terminal, as one object, and as a page."""
