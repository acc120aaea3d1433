"""Read a PDF: words, lines, columns, tables, and what is hidden."""
