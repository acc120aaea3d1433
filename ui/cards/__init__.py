"""An answer as its card shows it: what is in sight, what is folded, tables as tables."""
