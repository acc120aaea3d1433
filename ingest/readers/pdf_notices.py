"""What the reader of a PDF must be told of its pages, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.readers.pdf_page import PageState

NOTICES = {
    PageState.SCANNED: ("is a scan and was not read", "are scans and were not read"),
    PageState.RECOGNISED: (
        "was read by OCR, so its text may be wrong",
        "were read by OCR, so their text may be wrong",
    ),
    PageState.PICTURE: (
        "is a picture in which OCR found no text",
        "are pictures in which OCR found no text",
    ),
    PageState.GARBLED: (
        "has type that does not say which letters it shows, so its text is not sound",
        "have type that does not say which letters it shows, so their text is not sound",
    ),
    PageState.FAILED: ("could not be read", "could not be read"),
}
NEEDS_OCR = frozenset({PageState.SCANNED, PageState.GARBLED})
COVERED = (
    "words that cannot be seen on the page, as under a redaction that left them in the file; "
    "they were not read"
)


def page_notices(
    states: dict[PageState, list[int]],
    any_text: bool,
    why_not: str | None,
    skipped: Mapping[int, str],
) -> tuple[str, ...]:
    """Return what must be said of the pages of each state, and why they are in it."""
    notices = []
    for state, (singular, plural) in NOTICES.items():
        found = states.get(state, [])
        reasons = [skipped.get(page, (state in NEEDS_OCR and why_not) or "") for page in found]
        for why in dict.fromkeys(reasons):
            pages = [page for page, said in zip(found, reasons, strict=True) if said == why]
            named = f"{name_pages(pages)} {singular if len(pages) == 1 else plural}"
            notices.append(f"{named} ({why})" if why else named)
    if not any_text:
        notices.append("none of its pages holds text that can be read")
    return tuple(notices)


def covered_notices(pages: Sequence[int]) -> tuple[str, ...]:
    """Return what must be said of pages with words that are not seen on them."""
    if not pages:
        return ()
    holds = "holds" if len(pages) == 1 else "hold"
    return (f"{name_pages(pages)} {holds} {COVERED}",)


def name_pages(pages: Sequence[int]) -> str:
    """Name pages in words: `page 3`, or `pages 1 to 4, 7 and 9`."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    words = []
    for run in runs:
        joined = f"{run[0]} to {run[-1]}" if len(run) > 2 else None
        words.extend([joined] if joined else [str(page) for page in run])
    named = " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    return f"page {named}" if len(pages) == 1 else f"pages {named}"
