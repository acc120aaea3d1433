"""The databases of a catalogue: a file of SQLite in the library's folder, or PostgreSQL.

`database` says what the catalogue asks of either, `sqlite` and `postgresql` are the two, and
`opening` chooses by the engines that are set. `folder` knows which catalogue a folder belongs to.
`copying` takes a whole catalogue from one to the other. `kept` has the copies of the papers' files
where several nodes share them, and `entries` the records as the rows of the tables keep them.
"""
