"""The two indexes of the passages held, vectors and words. Both can be made from the catalogue.

`pair` opens them when they are first asked for, `care` sees to it that they are sound and agree
with the catalogue, by `notes` on them and by `repair`. `seal` notes what their files hold, and
`probe` tries them in a child process: the libraries underneath end the process on files that are
damaged.
"""
