"""Right? Yes or No: what readers say of answers, for the council, where it is switched on.

`receiving` takes what is pressed and keeps it, `pages` shows it to the administrator, `table` makes
the CSV and the counts.
"""
