"""What each standing is called where a line of an answer opens, so that no proposal looks decided."""

from __future__ import annotations

from qa.papers import Standing

SAID = {
    Standing.DECIDED: "Decided",
    Standing.RECOMMENDED: "Recommended",
    Standing.PROPOSED: "Proposed",
    Standing.NOTED: "Noted",
    Standing.DEFERRED: "Deferred",
    Standing.LOST: "Not carried",
    Standing.RECORDED: "Recorded",
    Standing.DISCUSSED: "Discussed",
    Standing.BACKGROUND: "Background",
    Standing.EXEMPT: "In private",
}
