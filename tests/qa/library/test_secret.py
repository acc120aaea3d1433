import os
from pathlib import Path

import pytest

from qa.library.secret import NAME, library_secret


def test_a_library_has_one_secret_that_only_its_owner_can_read(tmp_path: Path) -> None:
    made = library_secret(tmp_path)
    assert len(made) == 32
    assert library_secret(tmp_path) == made
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_two_libraries_have_two_secrets(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert library_secret(tmp_path / "a") != library_secret(tmp_path / "b")


@pytest.mark.parametrize("held", ["", "cut off", "no letters: é"])
def test_a_file_that_holds_no_secret_is_written_anew(tmp_path: Path, held: str) -> None:
    (tmp_path / NAME).write_text(held, encoding="utf-8")
    made = library_secret(tmp_path)
    assert len(made) == 32 and (tmp_path / NAME).read_text() == made


def test_a_folder_that_cannot_be_written_to_has_the_same_secret_at_each_start(
    tmp_path: Path,
) -> None:
    folder, other = tmp_path / "library", tmp_path / "other"
    for place in (folder, other):
        # A file in the secret's place cannot be replaced, whoever runs the test.
        (place / NAME).mkdir(parents=True)
    assert library_secret(folder) == library_secret(folder) != library_secret(other)
    assert os.listdir(folder) == [NAME]  # noqa: PTH208
