"""Questions that are asked of some of the papers held: of a body, a kind, a time, a council.

`choices` knows what there is to choose from, `words` says what was chosen, `outside` answers where
what was chosen has no answer.
"""
