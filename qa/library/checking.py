"""What is wrong with a library, and what can be mended of that: for `townclerk doctor`."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from qa.engines import EMBEDDED, Engines
from qa.errors import CatalogueLostError, LibraryError
from qa.library.catalogue import create
from qa.library.connections import MEND
from qa.library.databases.folder import FILE, noted_id
from qa.library.databases.opening import database_of
from qa.library.files import hold_for_writing
from qa.library.indexes.care import INDEXES
from qa.library.library import Library
from qa.library.names import Places, read_names

AGAIN = (
    "run townclerk ingest with that paper, or townclerk doctor --from-files, which reads the "
    "library's own copy"
)


@dataclass(frozen=True, slots=True)
class Health:
    """What was found: `mended` is well again, `faults` need a person; each is a sentence."""

    mended: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def check_library(library: Library) -> Health:
    """Look through all that a library holds, and mend what can be mended.

    Raises LibraryError where the catalogue as a whole is damaged, and LibraryBusyError.
    """
    if fault := library.catalogue.fault():
        raise CatalogueLostError(f"the catalogue is damaged ({fault}); {MEND}")
    health = Health()
    damaged = library.catalogue.damaged()
    library.catalogue.note_unsound(damaged)
    health.faults.extend(
        f"a record of {file} in the catalogue is damaged; {AGAIN}"
        for file in sorted(damaged.values())
    )
    if not damaged:  # from damaged records no index can be made
        with library.writing():
            repairs = library.repair()
        health.mended.extend([*library.mended, *repairs])
    _check_copies(library, health)
    return health


def _check_copies(library: Library, health: Health) -> None:
    copies, there = library.catalogue.copies(), library.files.names()
    digests = library.catalogue.digests_of_copies()
    for copy, file in sorted(copies.items(), key=lambda pair: pair[1]):
        try:
            library.files.sound(copy, file)
        except LibraryError:
            library.catalogue.note_unsound([digests[copy]])
            if copy not in there:
                why = "is gone"
            else:
                library.files.set_aside(copy)
                why = "is damaged, and is now in the folder `damaged`"
            health.faults.append(f"the copy of {file} {why}; run townclerk ingest with that paper")
    health.faults.extend(
        f"files/{name} belongs to no paper held; it is left alone. If nothing was restored or "
        "lost, remove it yourself"
        for name in sorted(there - copies.keys() - library.catalogue.leaving())
    )


def held_without_catalogue(folder: Path) -> list[str]:
    """Return the names of the papers that a library held, by what lies beside its catalogue."""
    names = read_names(folder)
    copies = {p.name for p in (folder / "files").glob("*") if p.suffix != ".part"} | names.keys()
    return sorted(names[copy][0][0] if names.get(copy) else copy for copy in copies)


def begin_anew(folder: Path, engines: Engines = EMBEDDED) -> Places:
    """Put an empty catalogue in place of one that is lost; return the places of all copies.

    What is left of the old one is moved into `damaged`; in PostgreSQL nothing may be left.
    Raises LibraryError, LibraryBusyError.
    """
    database = database_of(folder, engines)
    with hold_for_writing(folder):
        places = read_names(folder)
        if engines.catalogue and database.tables():
            raise LibraryError(
                "the catalogue in PostgreSQL is damaged; restore its database from a back-up of "
                "PostgreSQL, or make an empty database in its place and run this again"
            )
        aside = folder / "damaged" / time.strftime("catalogue-%Y%m%d-%H%M%S")
        aside.mkdir(mode=0o700, parents=True)
        for path in folder.glob(f"{FILE}*"):
            path.rename(aside / path.name)
        for name in INDEXES:
            shutil.rmtree(folder / name, ignore_errors=True)
        try:
            database.connect(create=True)
            if engines.catalogue:
                # Later than all that other nodes may have indexed of the one that is lost.
                create(database, noted_id(folder), int(time.time()))
            else:
                create(database)
        finally:
            database.close()
    return places


def copies_to_read(folder: Path, engines: Engines = EMBEDDED) -> tuple[Library, Places, list[str]]:
    """Open a library; return the copies of the papers to be read anew, with their places.

    Those whose records are damaged; or all, where the catalogue is lost and is begun anew. Then
    a sentence comes with them for each paper of which no sound copy is kept.
    """
    try:
        library = Library.open(folder, writer=True, engines=engines)
        if fault := library.catalogue.fault():
            library.close()
            raise CatalogueLostError(fault)
    except CatalogueLostError:
        known = begin_anew(folder, engines)
        library = Library.open(folder, writer=True, engines=engines)
        wanted = {name for name in library.files.names() if not name.endswith(".part")}
        whole = known.keys() | wanted
    else:
        library.catalogue.note_unsound(library.catalogue.damaged())
        known, unsound = library.catalogue.places(), library.catalogue.unsound()
        digests = library.catalogue.digests_of_copies()
        whole = wanted = {copy for copy in known if digests.get(copy) in unsound}
    sound = {copy for copy in wanted if _is_whole(library, copy)}
    missing = [
        f"{known[copy][0][0]} is not held any more, since no sound copy of it is kept; run "
        f"townclerk ingest with {known[copy][0][1] or 'that paper'}"
        for copy in sorted(whole - sound)
        if known.get(copy)
    ]
    return library, {copy: known.get(copy) or [(copy, "")] for copy in sound}, missing


def _is_whole(library: Library, copy: str) -> bool:
    try:
        library.files.sound(copy, copy)
    except LibraryError:
        return False
    return True
