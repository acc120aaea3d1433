from datetime import date

from qa.narrowing.choices import Choices
from qa.papers import PaperKind
from ui.narrow.panel import render_panel

HOSTILE = "<script>alert(1)</script> & “Board”"
DAYS = (date(2024, 1, 1), date(2024, 2, 1))


def test_each_control_has_a_label_of_its_own() -> None:
    choices = Choices(("Cabinet",), (PaperKind.MINUTES,), ("One", "Two"), *DAYS)
    html = render_panel(choices)
    for name in ("body", "kind", "council", "first", "last", "as_at"):
        assert html.count(f'id="tc-narrow-{name}"') == html.count(f'for="tc-narrow-{name}"') == 1
    assert '<option value="minutes">minutes</option>' in html


def test_the_councils_are_there_only_where_there_are_several() -> None:
    assert 'name="council"' not in render_panel(
        Choices(("Cabinet",), (PaperKind.MINUTES,), ("One",), *DAYS)
    )


def test_the_names_of_papers_are_text() -> None:
    html = render_panel(Choices((HOSTILE,), (PaperKind.OTHER,), (HOSTILE, "Two"), *DAYS))
    assert "<script>" not in html and html.count("&lt;script&gt;") == 2


def test_without_papers_there_is_no_panel() -> None:
    assert render_panel(None) == ""
    assert render_panel(Choices((), (), (), None, None)) == ""
