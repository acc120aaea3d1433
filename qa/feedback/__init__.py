"""What readers said of answers, and which questions were declined, where the council keeps it.

`records` has the records, `store` the two files in the library's folder.
"""
