"""Questions as read: what is asked, of whom, of when, and about what.

`question` reads a question; `facets` has what its words ask for, by theme (`business`, `figures`,
`people`); `matter` is what it is about; `follow_ups` puts a follow-up in full.
"""
