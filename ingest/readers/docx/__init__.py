"""Read a Word file."""
