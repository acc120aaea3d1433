"""Papers that list or explain exempt business are public. All invented."""

from __future__ import annotations

import pytest

from tests.ingest.exemption.test_restriction import PUBLIC, everything
from tests.ingest.written import pdf_paper, read, text_paper

PAPERS = {
    "minutes": "MINUTES of the meeting of Cabinet held on 12 March 2025\n\n"
    "1. Exclusion of the public\n\n"
    "RESOLVED that the public be excluded under section 100A(4) as this item is exempt.\n\n"
    f"2. Depot (exempt)\n\nThe Cabinet considered an exempt report.\n\n{PUBLIC}",
    "notice": "Notice of intention to conduct business in private\n\n"
    "Notice is given that the Cabinet intends to consider the following item in private.\n\n"
    "Item: Depot\n\nReason: exempt information "
    f"under paragraph 3 of Schedule 12A\n\n{PUBLIC}",
    "classes": "Information policy\n\nPublic\n\nAnyone may see it.\n\nConfidential\n\nSome may see "
    f"it.\n\nRestricted\n\nNamed persons may see it.\n\n{PUBLIC}",
    "plan": "Forward plan\n\nDepot sale\n\nDecision due: 12 March 2025\n\nPrivate meeting: Yes\n\n"
    f"Footbridge\n\nPrivate meeting: No\n\n{PUBLIC}",
    "record": "Record of decision\n\nSubject: Footbridge\n\nExempt information considered: Yes, "
    f"Appendix A (paragraph 3)\n\n{PUBLIC}",
    "rules": "Access to Information Rules\n\n10. Exclusion of the public\n\nThe public must be "
    "excluded whenever confidential information would be disclosed.\n\nMEANING OF EXEMPT "
    f"INFORMATION\n\nExempt information means information of these kinds:\n\n{PUBLIC}",
}


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_that_lists_or_explains_what_is_exempt_is_public(kind: str) -> None:
    for document in (text_paper(PAPERS[kind]), pdf_paper(PAPERS[kind])):
        paper = read(document, "paper")
        assert not paper.withheld
        assert PUBLIC in everything(paper)
