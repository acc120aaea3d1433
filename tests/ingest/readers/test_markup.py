"""Marks of Markdown and of web pages in a text are shown as a program shows them."""

from __future__ import annotations

import pytest

from ingest.readers.markup import show_marks


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("one<br>two<br />\nthree", "one\ntwo\nthree"),
        ("&pound;5 &ndash; R&amp;D&nbsp;Ltd, Q&A; A&B", "£5 – R&D Ltd, Q&A; A&B"),
        ("a\n<!-- not\nshown -->\nb", "a\n\n\nb"),
        ("<p class='x'>One</p><p>Two</p>", "One\nTwo\n"),
        ("<ul>\n<li>One</li>\n</ul>", "\n• One\n\n"),
        ("47\\. TITLE\\\nIt\\'s 5\\% and C:\\\\x", "47. TITLE\nIt's 5\\% and C:\\\\x"),
        ("was ~~£3~~ £4", "was £4"),
        ("was <s>£3</s> £4", "was £4"),
        ("CO~2~ of 5 m^2^ on the 1^st^", "CO2 of 5 m² on the 1st"),
        ("£7[^4] a day\n[^4]: Net", "£7 ⁴ a day\n⁴ Net"),
        ("<clerk@x.example> wrote <ABC Ltd>", "<clerk@x.example> wrote <ABC Ltd>"),
        ("5 < 6 & 7 > 6 | x", "5 < 6 & 7 > 6 | x"),
        ("<u>Item</u> and **bold**", "<u>Item</u> and **bold**"),
    ],
)
def test_what_marks_stand_for_is_shown(written: str, shown: str) -> None:
    assert show_marks(written).text == shown


def test_struck_words_are_told_apart() -> None:
    assert show_marks("a ~~b c~~ d <del>e</del>").struck == ("b c", "e")


def test_tables_of_pages_and_of_markdown_are_rows() -> None:
    page = "x\n<table>\n<tr><th>Year<th>Sum\n<tr><td>2025<td>£5\n</table>\ny"
    assert show_marks(page).text == "x\nYear\tSum\n2025\t£5\n\n\ny"
    pipes = "| Year | Sum |\n|------|----:|\n| 2025 | £5 |\n\nafter"
    assert show_marks(pipes).text == "\nYear\tSum\n2025\t£5\n\nafter"


def test_only_markdown_has_indented_lines_behind_a_sign() -> None:
    assert show_marks("> Paul said\n> this.", markdown=True).text == "Paul said\nthis."
    assert show_marks("> Paul said").text == "> Paul said"


@pytest.mark.parametrize(
    "sign", ["<!--", "~~", "<s>", "<table>", "[^", "](", "\\", "<style>", "&a"]
)
def test_many_marks_without_end_are_read_at_once(sign: str) -> None:
    assert show_marks(sign * 100_000).struck == ()
