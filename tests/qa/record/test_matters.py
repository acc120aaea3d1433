"""A matter's steps, and what is not one. All is invented."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.library import Library
from qa.papers import Standing
from qa.record.entries import in_order
from qa.record.matters import matter_over_time
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes

RAILINGS = frozenset({"paint", "pier", "rail"})


def test_steps_have_their_day_and_their_standing(library: Library) -> None:
    listing = matter_over_time(library, library.papers(), RAILINGS, lambda _: True)
    assert listing is not None
    assert list(listing.entries) == list(in_order(listing.entries))
    assert [e.standing for e in listing.entries if "RESOLVED" in e.text] == [
        Standing.DEFERRED,
        Standing.DECIDED,
    ]
    assert not any("dredged" in entry.text for entry in listing.entries)


def test_a_word_that_no_paper_has_is_said(library: Library) -> None:
    terms = RAILINGS | {"zebra"}
    listing = matter_over_time(library, library.papers(), terms, lambda _: True)
    assert listing is not None and "No paper looked through has: zebra." in listing.lacks
    assert matter_over_time(library, library.papers(), frozenset({"zebra"}), lambda _: True) is None


def test_another_item_with_one_of_the_words_is_no_step(tmp_path: Path) -> None:
    other = "52. SCHOOL PAINT STORE\n\nRESOLVED: That the school store be rebuilt in brick.\n"
    papers = {
        "a.txt": minutes("52. PIER RAILINGS\n\nRESOLVED: That the pier railings be painted.\n"),
        "b.txt": minutes(other, day="11 April 2024"),
    }
    answerer = answerer_of(tmp_path, FakeEmbedder(), papers)
    library = answerer.library
    listing = matter_over_time(library, library.papers(), RAILINGS, lambda _: True)
    library.close()
    assert listing is not None and [g.title for g in listing.groups] == ["14 March 2024"]


def test_words_that_no_line_on_the_matter_has_are_asked_of_none(library: Library) -> None:
    terms = RAILINGS | {"finish", "lamp", "fare"}
    listing = matter_over_time(library, library.papers(), terms, lambda _: True)
    assert listing is not None
    assert [g.title for g in listing.groups][-2:] == ["11 April 2024", "13 June 2024"]
    assert listing.line.endswith(": Ashcombe Borough Council.")


def test_a_matter_that_stands_in_titles_alone_has_no_steps(tmp_path: Path) -> None:
    papers = {
        "a.txt": minutes(
            "52. PIER LAMPS\n\nRESOLVED: That the lamps be lit.\n\n53. EXEMPT: QUILLON FARM\n"
        )
    }
    answerer = answerer_of(tmp_path, FakeEmbedder(), papers)
    library = answerer.library
    found = [
        matter_over_time(library, library.papers(), frozenset({term}), lambda _: True)
        for term in ("quillon", "farm")
    ]
    library.close()
    assert found == [None, None]


def test_only_passages_in_which_a_step_may_stand_are_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    passages = library.passages

    def passages_read(ids: Sequence[str]) -> object:
        read.extend(ids)
        return passages(ids)

    monkeypatch.setattr(library, "passages", passages_read)
    monkeypatch.setattr(library, "passages_of", None)
    listing = matter_over_time(library, library.papers(), RAILINGS, lambda _: True)
    assert listing is not None and len(read) == len(set(read))
    texts = [passage.text for passage, _ in passages(read).values()]
    assert {e.text for e in listing.entries} <= {line for t in texts for line in t.split("\n")}
    assert not any("harbour" in text or "lamps" in text for text in texts)


def test_what_was_kept_of_the_papers_goes_when_one_comes(tmp_path: Path) -> None:
    first = minutes("52. PIER RAILINGS\n\nRESOLVED: That the pier railings be painted.\n")
    answerer = answerer_of(tmp_path, FakeEmbedder(), {"a.txt": first})
    library = answerer.library
    asked = [matter_over_time(library, library.papers(), RAILINGS, lambda _: True)]
    second = "61. PIER RAILINGS\n\nRESOLVED: That the painting of the pier railings be deferred.\n"
    (tmp_path / "papers" / "a.txt").write_text(minutes(second), encoding="utf-8")
    assert not ingest([tmp_path / "papers"], library, FakeEmbedder()).failed
    asked.append(matter_over_time(library, library.papers(), RAILINGS, lambda _: True))
    library.close()
    assert [[e.standing for e in listing.entries] for listing in asked if listing] == [
        [Standing.DECIDED],
        [Standing.DEFERRED],
    ]
