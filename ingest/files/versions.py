"""Find which papers are later versions of others: re-issued, amended, signed.

A paper wrongly called superseded would be ranked too low, so two papers are versions only if they
have the same title and no two meeting dates, share most of their text, and one is marked as the
later (docs/adr/0006-versions.md, 0030-what-is-read.md).
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from ingest.file_names import OLDER_MESSAGE
from qa.language.dates import find_dates
from qa.language.issues import DATED, EARLIER, LATER, NUMBERED, REVISED, spaced
from qa.library import Library
from qa.papers import Paper, PaperKind

RULES = "1"
"""Raised when papers may be versions that were not before: all are looked at again then."""
MOST_TITLES = 50
"""Titles up to which papers are sifted by a word of each."""


def mark_versions(library: Library) -> None:
    """Find which papers supersede which, if the library has changed since the last time.

    Only papers whose title one of those has that changed are looked at again.
    """
    if library.versions_settled():
        return
    papers = library.papers()
    answered = answered_messages(papers)
    noted, changed = library.versions_noted(RULES)
    again = papers if changed is None else _of_changed_titles(papers, noted, changed, answered)
    others = {paper.id for paper in papers} - {paper.id for paper in again}
    kept = {older: newer for older, newer in noted.items() if older in others}
    found = find_versions(again, *_texts_and_references(library, again))
    library.settle_versions(kept | answered | found, RULES)


def _of_changed_titles(
    papers: Sequence[Paper],
    noted: Mapping[str, str],
    changed: Set[str],
    answered: Mapping[str, str],
) -> list[Paper]:
    """Return the papers of the titles of which a paper has changed, come or gone, in order."""
    held = {paper.id: paper for paper in papers}
    affected = set(changed)
    affected.update(o for o, newer in noted.items() if newer in changed or newer not in held)
    affected.update(older for older, newer in answered.items() if noted.get(older) != newer)
    titles = {bare_title(held[id_].title) for id_ in affected if id_ in held} - {""}
    # Each word of a bare title stands in the title that it was made of.
    words = sorted({re.escape(max(title.split(), key=len)) for title in titles})
    sift = re.compile("|".join(words if len(words) <= MOST_TITLES else ())).search
    return [
        paper
        for paper in papers
        if paper.id in affected
        or (titles and sift(paper.title.casefold()) and bare_title(paper.title) in titles)
    ]


def _texts_and_references(
    library: Library, papers: Sequence[Paper]
) -> tuple[TextOf, dict[str, frozenset[str]]]:
    """Return what gives a paper's text, and {id: what its items refer to} of possible versions."""
    texts: dict[str, str] = {}

    def text_of(paper: Paper) -> str:
        if paper.id not in texts:
            numbers = range(1, library.page_count(paper.id) + 1)
            texts[paper.id] = "\n".join(library.page(paper.id, n).text for n in numbers)
        return texts[paper.id]

    references = {
        paper.id: frozenset(ref for item in library.items(paper.id) for ref in item.references)
        for group in _may_be_versions(papers)
        for paper in group
    }
    return text_of, references


OLDER = re.compile(rf"(?P<message>.+)/{OLDER_MESSAGE} (?P<number>\d{{1,3}})\b[^/]*")


def answered_messages(papers: Sequence[Paper]) -> dict[str, str]:
    """Return {id of an older message: id of the one that answers it}, as they stood in one file."""
    held = {name: paper.id for paper in papers for name in (paper.file, *paper.same_as)}
    older: dict[tuple[str, int], str] = {}
    for name, paper_id in held.items():
        if match := OLDER.fullmatch(name):
            older[match["message"], int(match["number"])] = paper_id
    answered = {}
    for (message, number), paper_id in older.items():
        above = older.get((message, number - 1)) or held.get(message)
        if above is not None and above != paper_id:
            answered[paper_id] = above
    return answered


MOST_UNDATED = 200
"""Papers of one title and no date that are compared with those of that title that have one."""


def _may_be_versions(papers: Sequence[Paper]) -> list[list[Paper]]:
    """Group papers of one title, the words of its versions apart, and of one meeting date.

    Those without a date are in each group of their title: any of it may be a version of them.
    """
    groups: dict[str, dict[date | None, list[Paper]]] = defaultdict(lambda: defaultdict(list))
    for paper in papers:
        if title := bare_title(paper.title):
            groups[title][paper.meeting_date].append(paper)
    found = []
    for by_day in groups.values():
        undated = by_day.pop(None, [])[:MOST_UNDATED]
        found += [[*group, *undated] for group in by_day.values()] or [undated]
    return [group for group in found if len(group) > 1]


ITEM = re.compile(r"\b(?:agenda\s+)?item\s+(?:no\.?\s+)?(\d{1,2}[a-z]?)\b", re.I)


@lru_cache(maxsize=1 << 16)
def bare_title(title: str) -> str:
    """Return a title without what changes from one version to the next."""
    text = spaced(title)
    for offset, _ in reversed(find_dates(text)):
        text = text[:offset] + re.sub(r"^\S+(?:\s+[A-Za-z]+,?\s+\d{4})?", " ", text[offset:])
    for words in (EARLIER, LATER, REVISED, NUMBERED, ITEM):
        text = words.sub(" ", text)
    return " ".join(re.findall(r"\w+", text.casefold()))


TextOf = Callable[[Paper], str]
"""Gives a paper's whole text."""


def find_versions(
    papers: Sequence[Paper], text_of: TextOf, references: Mapping[str, frozenset[str]]
) -> dict[str, str]:
    """Return {id of a paper: id of the next version of it}, for each that is superseded."""
    superseded: dict[str, str] = {}
    following: dict[str, dict[str, tuple[float, Paper]]] = defaultdict(dict)
    issues: dict[str, Issue] = {}
    shingles: dict[str, frozenset[int]] = {}

    def shingles_of(paper: Paper) -> frozenset[int]:
        if paper.id not in shingles:
            shingles[paper.id] = _shingles(text_of(paper))
        return shingles[paper.id]

    groups = _may_be_versions(papers)
    for group in groups:
        for paper in group:
            if paper.id not in issues:
                issues[paper.id] = read_issue(paper, text_of(paper))
        for older in group:
            for newer in group:
                if (
                    newer.id not in following[older.id]
                    and issues[newer.id].follows(issues[older.id])
                    and _may_be_one(older, newer, references)
                    and (share := _shared_text(older, newer, shingles_of))
                ):
                    following[older.id][newer.id] = share, newer
    for older in {paper.id: paper for group in groups for paper in group}.values():
        if later := list(following[older.id].values()):
            superseded[older.id] = _next(later, older, issues).id
    return superseded


FRONT_LINES = 15
REPLACES = re.compile(
    r"\b(?:replaces|supersedes)\s+(?:the|that|any)\s+(?:\w+\s+){0,2}?"
    r"(?:version|report|paper|document|copy|one)\b",
    re.I,
)


def read_issue(paper: Paper, text: str) -> Issue:
    """Read from a paper's name, title and front which issue of a document it is."""
    name = spaced(PurePosixPath(paper.file).stem)
    front = [line.strip() for line in text.split("\n") if line.strip()][:FRONT_LINES]
    marks = [line for line in front if len(line.split()) <= 4]
    front_text = "\n".join([name, paper.title, *marks])
    numbers = [float(number) for number in NUMBERED.findall(front_text)]
    revised = (
        REVISED.search(front_text)
        or paper.kind is PaperKind.SUPPLEMENT
        or REPLACES.search(" ".join(front))
    )
    days = [day for _, day in find_dates(name) if day != paper.meeting_date]
    if not days:  # the front may say it, where the name does not
        said = [day for line in front if DATED.search(line) for _, day in find_dates(line)]
        days = [day for day in said if day != paper.meeting_date]
    return Issue(
        stage=bool(LATER.search(front_text)) - bool(EARLIER.search(front_text)),
        revision=max(numbers) if numbers else 1.5 if revised else 1.0,
        day=max(days, default=None),
    )


@dataclass(frozen=True, slots=True)
class Issue:
    """Which issue of a document a paper is, by its own words."""

    stage: int
    """-1: a draft; 1: signed, confirmed or final; 0: neither."""
    revision: float
    """The number of the version; 1.5 where it is only called revised, 1 where it has none."""
    day: date | None
    """The date in the file's name, or of this issue at its front, apart from the meeting's."""

    def follows(self, other: Issue) -> bool:
        """Whether this is surely a later issue."""
        mine, others = (self.stage, self.revision), (other.stage, other.revision)
        if mine != others:
            return mine > others
        return bool(self.day and other.day and self.day > other.day)


LABEL = re.compile(r"\b(?:appendix|annexe?|enclosure|schedule)\s+([a-z]|\d{1,2}|[ivx]+)\b", re.I)


def _may_be_one(a: Paper, b: Paper, references: Mapping[str, frozenset[str]]) -> bool:
    """Whether council, body, appendix, item and references allow two papers to be versions."""
    for one, other in ((a.council, b.council), (a.body, b.body)):
        if one and other and one.casefold() != other.casefold():
            return False
    for pattern in (LABEL, ITEM):
        first, second = _named(pattern, a), _named(pattern, b)
        if first and second and first.isdisjoint(second):
            return False
    refs = references.get(a.id), references.get(b.id)
    return not (refs[0] and refs[1] and refs[0].isdisjoint(refs[1]))


def _named(pattern: re.Pattern[str], paper: Paper) -> frozenset[str]:
    name = f"{spaced(PurePosixPath(paper.file).stem)} | {paper.title}"
    return frozenset(found.casefold() for found in pattern.findall(name))


BOUND_IN = 0.9
"""Share of a paper's shingles that a supplement holds where it encloses a new issue of it."""
ALIKE = 0.5
"""Shingles shared among those of both, unless one is a supplement that binds the other in."""
SHARED = 0.8
"""Share of the shorter text's shingles found in the other (docs/adr/0006-versions.md)."""


def _shared_text(
    older: Paper, newer: Paper, shingles_of: Callable[[Paper], frozenset[int]]
) -> float:
    """Return how much of the text is shared, 0 to 1; 0 where that is too little for versions."""
    first, second = shingles_of(older), shingles_of(newer)
    if not first or not second:
        return 0.0
    common = len(first & second)
    if newer.kind is not older.kind:
        held = common / len(first)
        return held if newer.kind is PaperKind.SUPPLEMENT and held >= BOUND_IN else 0.0
    alike = common / len(first | second)
    return alike if alike >= ALIKE and common / min(len(first), len(second)) >= SHARED else 0.0


SHINGLE = 5


def _shingles(text: str) -> frozenset[int]:
    """Return the runs of five words of a text, as checksums (Broder 1997)."""
    words = re.findall(r"\w+", text.casefold())
    runs = (" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
    return frozenset(zlib.crc32(run.encode()) for run in runs)


def _next(
    following: Sequence[tuple[float, Paper]], older: Paper, issues: Mapping[str, Issue]
) -> Paper:
    """Return the earliest of the later issues; of its equals the one most like the older."""
    first = [
        (share, paper)
        for share, paper in following
        if not any(issues[paper.id].follows(issues[other.id]) for _, other in following)
    ]
    return max(first, key=lambda f: (f[1].kind is older.kind, f[0], f[1].file))[1]
