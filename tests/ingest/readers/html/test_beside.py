"""What a web page holds beside its lines is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import SeenAt
from ingest.readers.html.reader import read_html

MARKING = "NOT FOR PUBLICATION"
TEXT = "The Council met in the Guildhall to talk about the harbour and its dues. " * 6


def seen_in(path: Path, body: str, head: str = "") -> dict[SeenAt, list[str]]:
    main = f"<main><p>{TEXT}</p></main>"
    page = f"<!doctype html><html><head>{head}</head><body>{body}{main}</body></html>"
    path.write_text(page, "utf-8")
    found: dict[SeenAt, list[str]] = {}
    document = read_html(path)
    assert [line.text for line in document.lines] == [TEXT.strip()]
    for one in document.seen:
        found.setdefault(one.where, []).append(one.words)
    return found


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (f"<header><div>{MARKING}</div></header>", SeenAt.BANNER),
        (f"<footer>Oldport<br>{MARKING}</footer>", SeenAt.BANNER),
        (f"<nav><ul><li>Home</li><li>{MARKING}</li></ul></nav>", SeenAt.BANNER),
        (f"<div class='cookies'>{MARKING}</div>", SeenAt.BANNER),
        (f"<div hidden><p>{MARKING}</p></div>", SeenAt.HIDDEN),
        (f"<p style='display: none'>{MARKING}</p>", SeenAt.HIDDEN),
        ("<span class='sr-only'>NOT FOR <b>PUBLICATION</b></span>", SeenAt.HIDDEN),
        (f"<noscript>{MARKING}</noscript>", SeenAt.HIDDEN),
        (f"<template><p>{MARKING}</p></template>", SeenAt.HIDDEN),
        ("<!-- NOT FOR\n  PUBLICATION -->", SeenAt.HIDDEN),
        (f"<img src='x.png' alt='{MARKING}'>", SeenAt.PICTURE),
        (f"<svg><text>{MARKING}</text></svg>", SeenAt.PICTURE),
        (f"<a href='x' title='{MARKING}'>x</a>", SeenAt.LINK),
        (f"<div aria-label='{MARKING}'></div>", SeenAt.LINK),
        (f"<del>{MARKING}</del>", SeenAt.CHANGE),
        (f"<textarea>{MARKING}</textarea>", SeenAt.FIELD),
        (f"<div class='page-watermark'>{MARKING}</div>", SeenAt.WATERMARK),
    ],
)
def test_words_beside_the_main_part_are_seen_where_they_stand(
    body: str, where: SeenAt, tmp_path: Path
) -> None:
    assert MARKING in seen_in(tmp_path / "a.html", body)[where]


def test_the_title_and_properties_are_seen(tmp_path: Path) -> None:
    head = (
        "<title>Sale of the depot</title><meta name='DC.accessRights' content='Exempt'>"
        "<meta property='og:title' content='Depot'><meta name='viewport' content='width=1'>"
    )
    found = seen_in(tmp_path / "a.html", "", head)
    assert found[SeenAt.TITLE] == ["Sale of the depot"]
    assert found[SeenAt.PROPERTY] == ["DC.accessRights: Exempt", "og:title: Depot"]


def test_values_of_a_form_are_seen_with_their_labels(tmp_path: Path) -> None:
    form = (
        "<form><label for='s'>Status:</label><input id='s' value='Exempt'>"
        "<select name='public'><option>Yes</option><option selected>No</option></select>"
        "<label>Private <input type='checkbox' checked></label>"
        "<label>Open <input type='checkbox'></label>"
        "<input type='password' value='hunter2'>"
        "<input type='hidden' name='kind' value='Restricted'>"
        "</form>"
    )
    found = seen_in(tmp_path / "a.html", form)
    assert found[SeenAt.FIELD] == ["Status: Exempt"]
    assert found[SeenAt.CHOICE] == ["public: No", "Private"]
    assert found[SeenAt.HIDDEN] == ["kind: Restricted"]
    assert "hunter2" not in str(found)


def test_scripts_and_styles_are_no_words(tmp_path: Path) -> None:
    body = f"<script>var a = '{MARKING}'</script><style>p::before {{content: 'x'}}</style>"
    assert seen_in(tmp_path / "a.html", body) == {}


def test_a_page_that_is_very_deep_is_gone_over_to_its_end(tmp_path: Path) -> None:
    body = "<div>" * 3_000 + MARKING + "</div>" * 3_000
    assert seen_in(tmp_path / "a.html", body)[SeenAt.BANNER] == [MARKING]


def test_more_than_can_be_looked_at_is_said(tmp_path: Path) -> None:
    listed = "".join(f"<li>Menu {number}</li>" for number in range(6_000))
    (tmp_path / "a.html").write_text(f"<nav><ul>{listed}</ul></nav><main>{TEXT}</main>", "utf-8")
    document = read_html(tmp_path / "a.html")
    assert document.unseen and document.notices and document.lines
