"""Build the papers in other house styles: `python tests/styles/build.py [FOLDER]`.

They are set with what sets the sample papers; one is set as plain text besides.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "samples"))
sys.path.insert(0, str(HERE))

from markup import read_text  # noqa: E402 - it stands in another folder
from pdf_paper import set_pdf  # noqa: E402
from text_paper import set_text  # noqa: E402


def main(arguments: list[str]) -> None:
    """Build every text into the folder (`tests/styles/papers` if not given)."""
    folder = Path(arguments[0]) if arguments else HERE / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((HERE / "text").glob("*.txt")):
        text = read_text(path)
        (folder / text.settings["file"]).write_bytes(set_pdf(text))
        if name := text.settings.get("text"):
            (folder / name).write_text(set_text(text), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
