"""The tables of files that are no PDF: laid out in columns, and found in a text."""
