"""From lines to paragraphs, headings, tables and pages."""
