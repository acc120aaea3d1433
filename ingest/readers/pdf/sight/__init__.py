"""From the letters that a PDF's page holds to those that a person sees, in the order of reading.

| what | where |
|---|---|
| the words drawn in one go, with their place and slant | `runs` |
| letters taken out of a page's text, or changed | `edits` |
| words that are struck through | `struck` |
| raised note marks | `raised` |
| letters that a font does not name | `unnamed` |
| letters with spaces between them; the numbers of lines at the margin | `spaced`, `line_numbers` |
| labels that run up the cells of a table | `labels` |
| columns, and what notes and fields add to the page | `order` |
"""
