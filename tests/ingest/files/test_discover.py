from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.file_names import showable
from ingest.files.discover import look_through
from qa.errors import ReadError


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("words", "utf-8")


def names(*paths: Path) -> list[str]:
    return [found.name for found in look_through(paths).files]


def test_a_folder_gives_its_papers_sorted_with_names_relative_to_it(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a.PDF", "2018/may/minutes.docx", "2018/agenda.htm", "c.md", "d.html")
    expected = ["2018/agenda.htm", "2018/may/minutes.docx", "a.PDF", "b.txt", "c.md", "d.html"]
    assert names(tmp_path) == expected


def test_files_of_other_kinds_are_ignored_but_counted(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "plan.dwg", "photo.jpg", "sub/readme")
    finding = look_through([tmp_path])
    assert [found.name for found in finding.files] == ["a.txt"]
    assert len(finding.ignored) == 3


def test_hidden_files_folders_and_word_locks_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, ".a.txt", ".git/b.txt", "~$minutes.docx", "minutes.docx")
    finding = look_through([tmp_path])
    assert [found.name for found in finding.files] == ["minutes.docx"]
    assert finding.ignored == ()


def test_a_file_given_by_name_is_taken_under_its_own_name_whatever_its_suffix(
    tmp_path: Path,
) -> None:
    put(tmp_path, "sub/minutes.log")
    assert names(tmp_path / "sub" / "minutes.log") == ["minutes.log"]


def test_a_path_that_does_not_exist_is_named_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"papers-2019 does not exist"):
        look_through([tmp_path / "papers-2019"])


def test_a_ring_of_links_between_folders_is_walked_once(tmp_path: Path) -> None:
    put(tmp_path, "a/one.txt", "b/two.txt")
    (tmp_path / "a" / "to_b").symlink_to(tmp_path / "b")
    (tmp_path / "b" / "to_top").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert names(tmp_path) == ["a/one.txt", "a/to_b/two.txt"]


def test_a_link_to_nowhere_is_found_so_that_the_gate_can_say_so(tmp_path: Path) -> None:
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere.pdf")
    assert names(tmp_path) == ["gone.pdf"]


def test_a_file_reached_twice_is_found_once_under_its_first_name(tmp_path: Path) -> None:
    put(tmp_path, "sub/a.txt")
    assert names(tmp_path, tmp_path / "sub", tmp_path / "sub" / "a.txt") == ["sub/a.txt"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("agenda\nEXEMPT.txt", r"agenda\nEXEMPT.txt"),
        ("bell\x07.txt", r"bell\x07.txt"),
        ("minutes\u202efdp.txt", r"minutes\u202efdp.txt"),
        ("zero\u200bwidth.txt", r"zero\u200bwidth.txt"),
        ("bytes\udcff.txt", r"bytes\udcff.txt"),
        ("Cofnodion – Mêr\u00a04.txt", "Cofnodion – Mêr\u00a04.txt"),
    ],
)
def test_a_name_with_odd_characters_is_made_showable(tmp_path: Path, name: str, shown: str) -> None:
    try:
        (tmp_path / name).write_text("words", "utf-8")
    except OSError:
        pytest.skip("the file system does not take such a name")
    (found,) = look_through([tmp_path]).files
    assert found.name == shown
    assert found.path.read_text("utf-8") == "words"
    found.name.encode("utf-8")


def test_two_odd_names_do_not_become_one(tmp_path: Path) -> None:
    assert showable("a\u202e") != showable("a\u202d")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open any folder")
def test_a_folder_without_permission_is_named_in_the_error(tmp_path: Path) -> None:
    put(tmp_path, "closed/a.txt")
    (tmp_path / "closed").chmod(0)
    try:
        with pytest.raises(ReadError, match="closed cannot be opened"):
            look_through([tmp_path])
    finally:
        (tmp_path / "closed").chmod(0o700)


@pytest.mark.parametrize("target", ["secret.txt", "others", "../elsewhere.txt"])
def test_a_link_out_of_the_folder_is_found_and_refused_with_what_to_do(
    tmp_path: Path, target: str
) -> None:
    papers, outside = tmp_path / "papers", tmp_path / "outside"
    for folder in (papers, outside / "others"):
        folder.mkdir(parents=True)
    (outside / "secret.txt").write_text("a secret", "utf-8")
    (outside / "others" / "more.txt").write_text("another", "utf-8")
    (tmp_path / "elsewhere.txt").write_text("a third", "utf-8")
    (papers / "link.txt").symlink_to(outside / target)
    (found,) = look_through([papers]).files
    assert found.name == "link.txt"
    with pytest.raises(ReadError, match="leads out of the folder"):
        found.check_within()


def test_a_link_within_the_folder_and_one_given_by_name_are_followed(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    (papers / "2025").mkdir(parents=True)
    (papers / "2025" / "minutes.txt").write_text("Minutes", "utf-8")
    (papers / "latest.txt").symlink_to(papers / "2025" / "minutes.txt")
    (tmp_path / "given").symlink_to(papers)
    (tmp_path / "by_name.txt").symlink_to(papers / "latest.txt")
    finding = look_through([tmp_path / "given", tmp_path / "by_name.txt"])
    for found in finding.files:
        found.check_within()
    assert [found.name for found in finding.files] == [
        "2025/minutes.txt",
        "latest.txt",
        "by_name.txt",
    ]
