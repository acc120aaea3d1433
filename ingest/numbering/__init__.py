"""Where items of business open: each paper's own numbers and headings, in place of a list of forms."""
