"""Where work on papers not yet stored is kept: in bounds, whole or not at all, not for ever."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest import checkpoints
from ingest.checkpoints import MAX_DAYS, KeptWork, seal, take_up
from tests.ingest.cut_off import ROOT


def test_no_more_is_kept_than_there_is_room_for(tmp_path: Path) -> None:
    kept = KeptWork(tmp_path / "recognised", max_bytes=2 * len(seal(b"x" * 500)))
    for page in range(1, 6):
        kept.keep("ab", page, b"x" * 500)
    assert sorted(path.name for path in (tmp_path / "recognised" / "ab").iterdir()) == ["1", "2"]
    kept.forget(["ab"])
    kept.keep("cd", 9, b"x" * 500)
    assert take_up(tmp_path / "recognised" / "cd", 9) == b"x" * 500


def test_a_disk_that_takes_no_more_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "recognised").write_text("in the way")
    KeptWork(tmp_path / "recognised").keep("ab", 1, b"x")


def test_pages_that_nobody_went_on_with_are_removed_in_time(tmp_path: Path) -> None:
    kept = KeptWork(tmp_path / "recognised")
    for digest in ("old", "new", "stored"):
        kept.keep(digest, 1, b"x")
    long_ago = time.time() - (MAX_DAYS + 1) * 86_400
    os.utime(tmp_path / "recognised" / "old", (long_ago, long_ago))
    kept.tidy({"stored"})
    assert [path.name for path in (tmp_path / "recognised").iterdir()] == ["new"]


FULL = """\
import resource, sys
from pathlib import Path
from ingest.checkpoints import KeptWork
resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
kept = KeptWork(Path(sys.argv[1]))
kept.keep("ab", 1, b"x" * 5_000)
kept.keep("ab", 2, b"x" * 50)
"""


def test_a_piece_that_the_disk_cuts_short_leaves_nothing_and_fails_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "embedded"
    done = subprocess.run(
        [sys.executable, "-c", FULL, folder],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in (folder / "ab").iterdir()] == ["2"]
    assert list(KeptWork(folder).pieces("ab")) == [b"x" * 50]


def test_the_last_room_on_a_disk_is_left_for_the_papers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "SPARE_BYTES", 1 << 62)
    KeptWork(tmp_path / "embedded").keep("ab", 1, b"x")
    assert not (tmp_path / "embedded").exists()
