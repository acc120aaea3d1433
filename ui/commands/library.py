"""The commands that look after a library: doctor, backup, restore. They print what they did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa.confinement import can_confine
from qa.errors import CatalogueLostError
from ui.ask import print_line

if TYPE_CHECKING:
    from qa.library import Library

_NOT_CONFINED = {
    "landlock": "this system has no Landlock, so a process that reads a paper may read other files "
    "of its user; Linux has it from 5.13 on, if it is not turned off",
    "seccomp": "this system has no libseccomp, so a process that reads a paper may call more of "
    "the system than it needs; on Debian or Ubuntu: apt-get install libseccomp2",
}


def run_doctor(folder: Path) -> int:
    """Check a library and mend what can be mended; return the exit code.

    0: all is well now. 1: something is left that a person must do. Raises LibraryError.
    """
    from qa.bootstrap import open_library
    from qa.library.checking import check_library, held_without_catalogue

    try:
        held = open_library(folder, writer=True)
    except CatalogueLostError:
        for name in held_without_catalogue(folder):
            print_line(f"held without a catalogue: {name}")
        raise
    try:
        health = check_library(held)
        _print_state(held)
    finally:
        held.close()
    print_line("\n".join([*health.mended, *health.faults]) or "nothing to repair")
    return 1 if health.faults else 0


def _print_state(held: Library) -> None:
    coverage = held.coverage()
    model = f", model {held.model_name}" if held.model_name else ""
    print_line(f"{coverage.papers} papers, {held.passage_count()} passages{model}")
    for part, there in can_confine().items():
        if not there:
            print_line(_NOT_CONFINED[part])


def run_backup(folder: Path, target: Path) -> int:
    """Write a back-up of a library; return the exit code: 1 where copies of papers are missing."""
    from qa.bootstrap import open_library
    from qa.library.backup import make_backup

    held = open_library(folder)
    try:
        made = make_backup(held, target)
    finally:
        held.close()
    print_line(f"{made.papers} papers in {made.path}")
    for name in made.lost:
        print_line(f"the library's copy of {name} is gone or damaged; run townclerk doctor")
    return 1 if made.lost else 0


def run_restore(backup: Path, folder: Path, *, replace: bool) -> None:
    """Make a library of a back-up. Raises LibraryError where one is there that may not go."""
    from qa.bootstrap import name_engines
    from qa.library.backup import restore_backup
    from qa.settings import read_settings

    held = restore_backup(backup, folder, replace=replace, engines=name_engines(read_settings()))
    try:
        _print_state(held)
    finally:
        held.close()
    print_line(f"restored into {folder}")
    for kept in sorted(folder.glob("replaced-*")):
        print_line(f"what was there before is in {kept}; remove it once it is not needed")
