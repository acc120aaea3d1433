"""The model is loaded beside the reading, and only where something is to be embedded."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.bootstrap import LoadedBeside, open_library
from qa.errors import SettingsError

PAPER = """Marrowby Council

Minutes of Cabinet held on 3 March 2020

1. FERRY

RESOLVED: that it sail.
"""


def test_a_model_that_cannot_be_had_is_told_of_and_nothing_is_stored(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "minutes.txt").write_text(PAPER)
    library = open_library(tmp_path / "library", create=True)
    model = LoadedBeside(str(tmp_path / "no-model-here"))
    with pytest.raises(SettingsError, match="TOWNCLERK_EMBEDDER"):
        ingest([tmp_path / "papers"], library, model, expecting=model.expect)
    assert library.catalogue.known() == {}
    library.close()


def test_where_nothing_is_new_no_model_is_loaded(tmp_path: Path) -> None:
    """A name that no model has would be told of, were it loaded."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "notes.exe").write_bytes(b"MZ")
    library = open_library(tmp_path / "library", create=True)
    model = LoadedBeside("no-such-model")
    report = ingest([tmp_path / "papers"], library, model, expecting=model.expect)
    assert (report.read, report.skipped) == (0, 0)
    library.close()
