"""What was asked beside what was resolved, with the difference. All is invented."""

from __future__ import annotations

from pathlib import Path

from qa.record.beside import asked_beside_resolved, difference
from qa.record.register import meetings_held
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes

RESOLVED = """52. HARBOUR MONITORING REPORT

RESOLVED: That

(1) the overspend of £40,000 be noted;

(2) the harbour dues be raised by 2%.
"""
REPORT = """ASHCOMBE BOROUGH COUNCIL

Report to: Cabinet

Date: 14 March 2024

Subject: Harbour Monitoring Report

Recommendations

Cabinet is recommended to:

(1) note the overspend of £40,000 and the actions taken to reduce it;

(2) raise the harbour dues by 2%.

1. Background

1.1 The harbour had a hard winter.
"""


def test_a_difference_tells_what_was_left_out_and_what_was_added() -> None:
    assert difference("a) NOTE the plan.", "1. Note the plan") == ""
    told = difference("note the plan and its costs", "note the plan at once")
    assert told == (
        "Differs; not in what was resolved: “and its costs”; only in what was resolved: “at once”."
    )


def test_limbs_are_set_beside_those_asked_for(tmp_path: Path) -> None:
    papers = {
        "cabinet-2024-03-14-minutes.txt": minutes(RESOLVED),
        "harbour-monitoring-report.txt": REPORT,
    }
    answerer = answerer_of(tmp_path, FakeEmbedder(), papers)
    library = answerer.library
    matter = frozenset({"harbour", "monitor"})
    listing = asked_beside_resolved(library, meetings_held(library), matter)
    nothing = asked_beside_resolved(library, meetings_held(library), frozenset({"zebra"}))
    library.close()
    assert nothing is None and listing is not None
    overspend, asked = listing.entries[:2]
    assert overspend.label == "Resolved" and "£40,000" in overspend.text
    assert asked.label.startswith("Asked in")
    assert "and the actions taken to reduce it" in asked.note
