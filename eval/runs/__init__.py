"""Ask gold questions, score the answers, keep the run, compare two."""
