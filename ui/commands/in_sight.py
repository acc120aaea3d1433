"""How many words of an answer are in sight, and what stands in its first two lines.

`python -m ui.commands.in_sight samples/in_sight.jsonl` asks the questions of a file (a JSON object
with `kind` and `question` a line) of the library of the settings, and prints what is in sight.
"""

from __future__ import annotations

import json
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qa.answers import Answer
from ui.conversation import Exchange
from ui.html import render_answer

_NOT_READ = ".tc-hidden, .tc-actions, .tc-cite, a"
"""What is heard only, what one does with an answer or where it leads, the sources' numbers."""


@dataclass(frozen=True, slots=True)
class InSight:
    """What is seen of an answer before anything is unfolded."""

    words: int
    lines: tuple[str, ...]
    """Its paragraphs, rows and summaries, from the top."""


def in_sight(answer: Answer) -> InSight:
    """Return what is in sight of an answer's card; buttons, links and numbers are not counted."""
    card = LexborHTMLParser(render_answer(Exchange("k-1", answer.question, answer), "t-1"))
    for hidden in card.css(_NOT_READ):
        hidden.decompose()
    for fold in card.css("details"):
        for part in list(fold.iter()):
            if part.tag != "summary":
                part.decompose()
    text = card.body.text(separator=" ") if card.body else ""
    lines = (_plain(node) for node in card.css("p, summary, h3, tr, caption, li > div"))
    return InSight(len(text.split()), tuple(line for line in lines if line))


def _plain(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def main(path: Path) -> None:
    """Ask the questions of a file and write what is in sight of each answer."""
    from qa.bootstrap import open_answerer
    from qa.settings import read_settings

    answerer = open_answerer(read_settings().library)
    counts = []
    for line in path.read_text("utf-8").splitlines():
        asked = json.loads(line)
        seen = in_sight(answerer.ask(asked["question"], hits=0))
        counts.append(seen.words)
        sys.stdout.write(f"\n{asked['kind']}: {asked['question']}  [{seen.words} words]\n")
        sys.stdout.writelines(f"    {shown}\n" for shown in seen.lines)
    sys.stdout.write(
        f"\n{len(counts)} questions: median {statistics.median(counts):g} words in sight, "
        f"at most {max(counts)}\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
