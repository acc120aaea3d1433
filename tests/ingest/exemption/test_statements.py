"""A public paper that tells a figure and says that it is not for the public. All invented."""

from __future__ import annotations

import pytest

from ingest.exemption.statements import keeps_itself_back
from tests.ingest.exemption.test_restriction import PUBLIC, everything
from tests.ingest.written import digest_of, pdf_paper, read, text_paper

KEPT = [
    "The price, £415,000, is not for publication.",
    "The agreed price of the lease is £415,000 and is commercially sensitive.",
    "The preferred bidder for the kiosk, Zephyrco, is confidential.",
    "The reserve price of £90,000 must not be disclosed.",
    "The offer of £2,000 is exempt under paragraph 3 of Schedule 12A.",
]
TOLD = [
    "Appendix B, which has the price of £415,000, is exempt.",
    "The sum of £3,000 is exempt from VAT.",
    "The grant of £10,000 is restricted to schools.",
    "The price of £3m is not confidential.",
    "The price of £3m was confidential until May.",
    "The price is not for publication.",
    "If the price of £3m is confidential, the report is printed on pink paper.",
]


@pytest.mark.parametrize("sentence", KEPT)
def test_a_sentence_that_keeps_itself_back_is_left_out_and_listed(sentence: str) -> None:
    text = f"Management of the Corn Hall\n\n1. Background\n\n{PUBLIC}\n\n2. Price\n\n{sentence}"
    for document in (text_paper(text), pdf_paper(text.split("2. ")[0], f"2. Price\n\n{sentence}")):
        paper = read(document)
        assert not paper.restricted
        assert PUBLIC in everything(paper)
        assert sentence[:20] not in everything(paper)
        (told,) = paper.withheld
        assert not told.certain
        assert "£" not in told.words
        admitted = read(document, admitted=frozenset({told.key(digest_of(document))}))
        assert sentence in everything(admitted)


@pytest.mark.parametrize("sentence", TOLD)
def test_a_sentence_on_a_paper_or_a_rule_keeps_nothing_back(sentence: str) -> None:
    assert not keeps_itself_back(sentence)
