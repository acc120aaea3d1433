"""Build the sample papers: `python samples/build.py [FOLDER]` (samples/papers if not given).

The PDFs and the web page come out byte for byte the same every time; of the Word document
only the text does.
"""

from __future__ import annotations

import sys
from pathlib import Path

from docx_paper import set_docx
from html_paper import set_html
from markup import Text, read_text
from pdf_paper import set_pdf

HERE = Path(__file__).resolve().parent


def main(arguments: list[str]) -> None:
    """Build every text that names a file of its own."""
    folder = Path(arguments[0]) if arguments else HERE / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((HERE / "text").glob("*.txt")):
        text = read_text(path)
        if "file" in text.settings:
            (folder / text.settings["file"]).write_bytes(set_paper(text))


def set_paper(text: Text) -> bytes:
    """Set a text in the format that its file name asks for."""
    name = text.settings["file"]
    if name.endswith(".docx"):
        return set_docx(text)
    return set_html(text).encode() if name.endswith(".html") else set_pdf(text)


if __name__ == "__main__":
    main(sys.argv[1:])
