"""The form of an answer: the first line, the quote cut to what answers, its place, what is folded."""
