"""The library: the papers held. The catalogue is the truth; the indexes are derived.

`library` composes `catalogue`, `files` (what is kept of the originals, and the writer's lock),
`indexes` (words and vectors: whether they are sound, their agreement and repair) and `reading`
(what is held, for readers). `review` is the list of what was kept out, for the administrator
alone. `qa.engines` says where the catalogue and the vectors are, if not in the folder.
`databases` are those that the catalogue may be in: SQLite (whose files `connections` opens) and
PostgreSQL; `formats` knows its tables and earlier formats. `checking` finds out what is wrong
with a library, `backup` makes back-ups and restores them, `moving` copies a catalogue from one
database into another, and `names` keeps the papers' names beside it. `secret` is the library's
own secret, for the browsers that keep conversations.

One paper is replaced whole or not at all: the indexes are written first and the catalogue
commits last. What an index holds beyond the catalogue is ignored by readers; what it lacks is
added again from the catalogue, when the library is next opened or written to.
"""

from qa.library.databases.entries import Entry
from qa.library.library import Library

__all__ = ["Entry", "Library"]
