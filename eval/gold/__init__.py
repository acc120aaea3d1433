"""Gold: questions with the answers that the papers give, written, drafted and checked."""
