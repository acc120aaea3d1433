"""Lines are kept whole, for the owner alone, whoever writes at the same time."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qa.feedback import store
from qa.feedback.records import Cited, Declined, Reason, Remark, Verdict
from qa.feedback.store import FeedbackError, declined_of, delete_old, remarks_of

ROOT = Path(__file__).parents[3]


def remark(question: str = "Who moved it?", *, days_ago: int = 0) -> Remark:
    return Remark(
        time=datetime.now(UTC) - timedelta(days=days_ago),
        question=question,
        narrowing={"body": "Cabinet"},
        status="answered",
        standing="decided",
        version="1",
        citations=(Cited(paper="abc", page=2),),
        fingerprint="0123",
        verdict=Verdict.NO,
        reason=Reason.WRONG_PAGE,
        words="it is on “page 3”\nI think",
    )


def test_what_is_added_is_read_and_only_the_owner_can(tmp_path: Path) -> None:
    file = remarks_of(tmp_path)
    assert file.read().records == []
    before = os.umask(0)
    try:
        file.add(remark())
    finally:
        os.umask(before)
    assert file.read().records == [
        remark().model_copy(update={"time": file.read().records[0].time})
    ]
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert file.path.read_bytes().count(b"\n") == 1


def test_a_line_that_was_cut_off_spoils_no_other(tmp_path: Path) -> None:
    file = remarks_of(tmp_path)
    file.add(remark("first"))
    file.path.write_bytes(file.path.read_bytes()[:-20])
    file.add(remark("second"))
    held = file.read()
    assert [one.question for one in held.records] == ["second"]
    assert held.spoilt == 1


ADD = """
import sys
from tests.qa.feedback.test_store import remark
from qa.feedback.store import remarks_of
for number in range(60):
    remarks_of(__import__("pathlib").Path(sys.argv[1])).add(remark(f"{sys.argv[2]} {number}"))
"""


def test_several_processes_lose_no_line_while_old_ones_are_deleted(tmp_path: Path) -> None:
    file = remarks_of(tmp_path)
    for number in range(5):
        file.add(remark(f"old {number}", days_ago=10))
    writers = [
        subprocess.Popen([sys.executable, "-c", ADD, tmp_path, name], cwd=ROOT)
        for name in ("a", "b", "c")
    ]
    day = (datetime.now().astimezone() - timedelta(days=5)).date()
    deleted = 0
    while any(writer.poll() is None for writer in writers):
        deleted += file.delete_before(day)
    assert all(writer.returncode == 0 for writer in writers)
    assert deleted == 5
    held = file.read()
    assert held.spoilt == 0
    assert sorted(one.question for one in held.records) == sorted(
        f"{name} {number}" for name in "abc" for number in range(60)
    )
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_without_room_nothing_is_written_and_what_was_there_stays(tmp_path: Path) -> None:
    file = remarks_of(tmp_path)
    file.add(remark("kept"))
    size = file.path.stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50, hard))
    try:
        with pytest.raises(FeedbackError):
            file.add(remark("not kept"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    assert file.path.stat().st_size == size
    file.add(remark("after"))
    assert [one.question for one in file.read().records] == ["kept", "after"]


def test_a_full_file_takes_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = remarks_of(tmp_path)
    file.add(remark())
    monkeypatch.setattr(store, "MAX_BYTES", file.path.stat().st_size + 10)
    with pytest.raises(FeedbackError, match="full"):
        file.add(remark())
    assert len(file.read().records) == 1


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("")
    file = remarks_of(tmp_path)
    file.path.symlink_to(elsewhere)
    with pytest.raises(FeedbackError):
        file.add(remark())
    assert elsewhere.read_text() == ""


def test_what_is_older_than_it_is_kept_goes_from_both_files(tmp_path: Path) -> None:
    for days in (400, 10):
        remarks_of(tmp_path).add(remark(f"{days}", days_ago=days))
        time = datetime.now(UTC) - timedelta(days=days)
        declined_of(tmp_path).add(
            Declined(time=time, question=f"{days}", status="not_found", version="1")
        )
    assert delete_old(tmp_path, 365) == 2
    assert [one.question for one in remarks_of(tmp_path).read().records] == ["10"]
    assert [one.question for one in declined_of(tmp_path).read().records] == ["10"]
