"""Where the last answer stands, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answers import Citation
from qa.following.replies import place_of
from qa.papers import PageKind, PageSpan
from tests.conftest import Samples


@pytest.fixture
def citation(samples: Samples) -> Citation:
    """Return the citation of a minute."""
    return samples.answerer.ask("What did Cabinet decide on Merton House?").citations[0]


def span(kind: PageKind, first: int | None = None, last: int | None = None) -> PageSpan:
    """Return a span of pages."""
    return PageSpan(kind=kind, first=first, last=last)


def test_a_page_is_told_as_surely_as_it_is_known(citation: Citation) -> None:
    bare = replace(citation, lines=None, minute=None)
    exact = replace(bare, page=span(PageKind.EXACT, 4, 4))
    assert place_of(exact) == "page 4"
    assert place_of(replace(bare, page=span(PageKind.RANGE, 4, 5))) == "pages 4 to 5"
    assert place_of(replace(bare, page=span(PageKind.UNKNOWN))) == "a page that is not known"
    assert place_of(replace(exact, lines=(3, 3), minute="12")) == "page 4, line 3, minute 12"
