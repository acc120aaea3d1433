"""Where items of business open, by each paper's own numbers and headings."""
