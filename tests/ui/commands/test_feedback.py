"""What readers said, on the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.feedback.records import Cited, Declined, Reason, Remark, Verdict
from qa.feedback.store import declined_of, remarks_of
from qa.library import Library
from tests.fakes import FakeEmbedder, minutes_text
from tests.ui.command_line import townclerk_here


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of one paper, of which a reader says that it should not be shown."""
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "mill.txt").write_text(minutes_text("the Old Mill", "the Old Mill be let"))
    library = Library.open(tmp_path / "library", create=True)
    ingest([papers], library, FakeEmbedder())
    (paper,) = library.papers()
    library.close()
    for days, verdict, reason in ((90, "yes", None), (0, "no", Reason.NOT_TO_BE_SHOWN)):
        remarks_of(tmp_path / "library").add(
            Remark(
                time=datetime.now(UTC) - timedelta(days=days),
                question=f"asked {days} days ago?",
                status="answered",
                standing="decided",
                version="1",
                citations=(Cited(paper=paper.id), Cited(paper="gone", page=1)),
                fingerprint="f",
                verdict=Verdict(verdict),
                reason=reason,
                words="it names a tenant" if reason else "",
            )
        )
    declined_of(tmp_path / "library").add(
        Declined(question="what of the pool?", status="not_found", version="1")
    )
    return tmp_path / "library"


def test_what_is_kept_is_shown_and_deleted_by_day(folder: Path) -> None:
    shown = townclerk_here("feedback", library=folder)
    assert shown.returncode == 0, shown.stderr
    assert "yes: asked 90 days ago?" in shown.stdout
    assert "no, should not be shown: asked 0 days ago?" in shown.stdout
    assert "declined: what of the pool?" in shown.stdout
    day = (datetime.now().astimezone() - timedelta(days=30)).date().isoformat()
    done = townclerk_here("feedback", "--delete-before", day, library=folder)
    assert done.stdout == f"deleted: 1 remarks and 0 declined questions of before {day}\n"
    left = json.loads(townclerk_here("feedback", "--json", library=folder).stdout)
    assert [one["question"] for one in left["remarks"]] == ["asked 0 days ago?"]
    assert [one["question"] for one in left["declined"]] == ["what of the pool?"]


def test_what_should_not_be_shown_stands_below_the_review_list(folder: Path) -> None:
    done = townclerk_here("review", library=folder)
    assert done.returncode == 0, done.stderr
    assert "a reader says that this should not be shown: mill.txt" in done.stdout
    assert "it names a tenant" in done.stdout
    key = done.stdout.rpartition("keep-out ")[2].strip()
    assert townclerk_here("review", "keep-out", key, library=folder).returncode == 0
    assert "should not be shown" not in townclerk_here("review", library=folder).stdout
    assert json.loads(townclerk_here("review", "--json", library=folder).stdout) == []
