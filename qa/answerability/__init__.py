"""Judge whether the papers found answer a question at all, or whether to decline.

Near misses share the question's subject and lack only the thing asked for, so no likeness score
tells them from answers (see docs/adr/0003-declining.md). The checks look for the thing itself: the amount beside
the word for it, the count of votes, the year, the name, the later minute.
"""
