"""What is asked of OCR, and why a scanned page may stay unread. Words for reports and settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LANGUAGES = "eng"
"""Tesseract's names of languages, joined by `+`: `eng+cym` for papers with Welsh in them."""
OFF = "off"
NOT_INSTALLED = "Tesseract is not installed"
NO_LANGUAGE = "Tesseract has no data for the language set"
TURNED_OFF = "OCR is turned off"
OUT_OF_TIME = "OCR ran out of time"
ADVICE = {
    NOT_INSTALLED: "install it (apt-get install tesseract-ocr)",
    NO_LANGUAGE: "install that too (such as apt-get install tesseract-ocr-cym), or set "
    "TOWNCLERK_OCR to a language it has",
}


@dataclass(frozen=True, slots=True)
class ScanReading:
    """How scanned pages are read: languages for Tesseract, or `off`."""

    languages: str = LANGUAGES

    @property
    def wanted(self) -> bool:
        """Whether scanned pages are to be read at all."""
        return self.languages != OFF


STANDARD_SCANS = ScanReading()


def advise(notices: Iterable[str]) -> list[str]:
    """Return what an administrator can do so that the scans named in notices are read."""
    said = list(notices)
    return [
        f"{reason}: {step}, then ingest these papers with --rebuild"
        for reason, step in ADVICE.items()
        if any(f"({reason})" in notice for notice in said)
    ]
