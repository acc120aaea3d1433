from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import SourceDocument
from ingest.readers.html.reader import read_html

MEETING = """<!DOCTYPE html>
<html><head><title>Agenda item &amp; minutes</title><style>p { color: red }</style>
<script>var a = "<p>not shown</p>";</script></head><body>
<header><a href="/">Home</a></header>
<nav><ul><li>Councillors</li></ul></nav>
<main>
<h1>Planning Committee</h1>
<p>Thursday, 6th June, 2024&nbsp;2.00 pm, in
   the <em>Old</em> Hall</p>
<table class="mgItemTable">
<tr><td class="mgItemNumberCell"><p class="mgAiTitleTxt">4.</p></td>
<td><p class="mgAiTitleTxt"><a>Footbridge over the mill stream PDF 132 KB</a></p></td></tr>
<tr><td class="mgItemNumberCell"><p class="mgAiTitleTxt">5.</p></td>
<td><p class="mgAiTitleTxt">Allotment rents</p>
<ul class="mgActionList"><li>View the decision</li></ul>
<p class="mgSubItemTitleTxt">Decision:</p>
<div class="mgWordPara"><p>Resolved that:</p>
<ol type="a"><li>the rent stay at &pound;40; and</li>
<li><p>the list be <b>reopened</b>.</p></li></ol>
</div></td></tr></table>
<h2>Votes</h2>
<table><tr><th>Name</th><th colspan="2">Vote</th><th>Note</th></tr>
<tr><td>Member One</td><td></td><td>For</td><td>-</td></tr></table>
<p style="display: none">A draft</p><p hidden>Another draft</p><p>First<br>second</p>
<pre>1  one
2  two</pre>
</main><footer>Contact us</footer></body></html>"""


def read(tmp_path: Path, page: str | bytes) -> SourceDocument:
    path = tmp_path / "page.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode("utf-8"))
    return read_html(path)


def texts(tmp_path: Path, page: str | bytes) -> list[str]:
    return [line.text for line in read(tmp_path, page).lines]


def test_a_meeting_page_gives_its_main_part_line_by_line(tmp_path: Path) -> None:
    assert texts(tmp_path, MEETING) == [
        "Planning Committee",
        "Thursday, 6th June, 2024 2.00 pm, in the Old Hall",
        "4. Footbridge over the mill stream",
        "5. Allotment rents",
        "Decision:",
        "Resolved that:",
        "a. the rent stay at £40; and",
        "b. the list be reopened.",
        "Votes",
        "Name\tVote\t\tNote",
        "Member One\t\tFor\t-",
        "First",
        "second",
        "1 one",
        "2 two",
    ]


def test_headings_are_bold_and_larger_than_the_text(tmp_path: Path) -> None:
    document = read(tmp_path, MEETING)
    by_text = {line.text: line for line in document.lines}
    text = by_text["Resolved that:"]
    assert not text.bold
    for heading, smaller in (("Planning Committee", "Votes"), ("Votes", "Resolved that:")):
        assert by_text[heading].bold
        assert by_text[heading].size > by_text[smaller].size
    assert by_text["4. Footbridge over the mill stream"].bold
    assert not by_text["b. the list be reopened."].bold
    assert document.title == "Agenda item & minutes"
    assert (document.format, document.pages, document.notices) == ("html", None, ())


def test_a_page_without_a_main_part_loses_only_its_furniture(tmp_path: Path) -> None:
    page = "<header>Top</header><div role=navigation>Menu</div><p>Words</p><footer>End</footer>"
    assert texts(tmp_path, f"<html><body>{page}</body></html>") == ["Words"]


def test_a_short_main_part_does_not_hide_the_page(tmp_path: Path) -> None:
    assert texts(tmp_path, "<main>Search</main><p>The minutes</p>") == ["Search", "The minutes"]


def test_the_header_of_an_article_is_read(tmp_path: Path) -> None:
    page = "<article><header><h1>Title</h1></header><p>Words</p></article>"
    assert texts(tmp_path, page) == ["Title", "Words"]


def test_a_form_round_the_whole_page_is_read(tmp_path: Path) -> None:
    page = "<form><p>Words</p><select><option>One</select><button>Go</button></form>"
    assert texts(tmp_path, page) == ["Words"]


def test_deleted_text_is_left_out(tmp_path: Path) -> None:
    assert texts(tmp_path, "<p>The fee is <del>£5</del> <ins>£6</ins></p>") == ["The fee is £6"]


def test_lists_within_lists_count_on_their_own(tmp_path: Path) -> None:
    page = "<ol start=3><li>one<ul><li>in</ul><li>two<ol type=I><li>deep</ol><li value=9>nine</ol>"
    assert texts(tmp_path, page) == ["3. one", "• in", "4. two", "I. deep", "9. nine"]


def test_a_bullet_is_not_put_before_a_limbs_own_number(tmp_path: Path) -> None:
    assert texts(tmp_path, "<ul><li>(a) one</li><li>two</li></ul>") == ["(a) one", "• two"]


def test_a_table_that_arranges_the_page_is_not_a_row(tmp_path: Path) -> None:
    page = "<table><tr><td><p>One</p><table><tr><td>a<td>b</table><p>Two</p></td></tr></table>"
    assert texts(tmp_path, page) == ["One", "a\tb", "Two"]


@pytest.mark.parametrize(
    "page",
    [
        "<p>Café – £5".encode(),
        '<meta charset="windows-1252"><p>Café – £5'.encode("cp1252"),
        '<meta charset="iso-8859-1"><p>Café – £5'.encode("cp1252"),
        '<meta charset="iso-8859-1"><p>Café – £5'.encode(),
        "<html><p>Café – £5</p></html>".encode("utf-16"),
        '<meta charset="rot13"><p>Café – £5'.encode(),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, page: bytes) -> None:
    assert texts(tmp_path, page) == ["Café – £5"]


def test_a_declared_single_byte_set_is_believed(tmp_path: Path) -> None:
    page = '<meta charset="windows-1250"><p>Łódź and Kraków'.encode("cp1250")
    assert texts(tmp_path, page) == ["Łódź and Kraków"]


def test_a_cell_over_several_rows_and_columns_stands_once_and_keeps_its_columns(
    tmp_path: Path,
) -> None:
    page = """<table><tr><th rowspan=2>Service<th colspan=2>Saving<th rowspan=3>Who</tr>
    <tr><th>2024<th>2025</tr><tr><td>Parks<td>1<td>2</tr><tr><td>Roads<td>3<td>4<td>A</table>"""
    assert texts(tmp_path, page) == [
        "Service\tSaving\t\tWho",
        "\t2024\t2025",
        "Parks\t1\t2",
        "Roads\t3\t4\tA",
    ]


def test_a_page_without_text_says_so(tmp_path: Path) -> None:
    document = read(tmp_path, "<html><body><nav>Menu</nav></body></html>")
    assert document.lines == ()
    assert document.notices == ("the page holds no text that can be read",)
