"""Markings outside a paper's text: its file name, title, properties, labels, notes and stamps.

Of the sensitivity labels, one that says confidential, restricted or the like withholds a paper as
the same words on a sheet do; `OFFICIAL`, `Public`, `General` or `Internal` does not.
`OFFICIAL-SENSITIVE` withholds: a council may have published such a paper and left its label, but
what is let in by mistake cannot be called back. The administrator is told, and can admit the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from ingest.document import SeenAt, SourceDocument
from ingest.exemption.fields import fields_in, may_be_field
from ingest.exemption.marks import CERTAIN, Form, Reading
from ingest.exemption.phrases import read_hint, read_label
from ingest.exemption.statements import read_statements
from ingest.exemption.withholding import Marking
from ingest.exemption.words import Does, may_mark, words_of

# Names of files, folders and bookmarks

ENDING = re.compile(r"\.[A-Za-z]{2,5}$")
APART = re.compile(r"_-_|__+|_\((?=\w)")
OPEN_NAME = re.compile(
    r"\bredact|\bpublic (?:version|copy|report)|\bopen (?:version|report)|\bdeclassified|\bnow public",
    re.I,
)


def is_marked_name(name: str) -> bool:
    """Whether a file's name, or a folder's in it, says that what is in it is withheld."""
    return any(_is_marked(part) for part in PurePosixPath(name).parts)


def _is_marked(part: str) -> bool:
    stem = APART.sub(" - ", ENDING.sub("", part)).replace("_", " ")
    if not may_mark(stem) or OPEN_NAME.search(stem):
        return False
    if read_label(stem):
        return True
    return _names_marked_paper(stem)


def _names_marked_paper(stem: str) -> bool:
    """Whether a name has a marked document in it: "Exempt Appendix B Tenders", "EXEMPT Depot"."""
    words = words_of(stem)
    if any(word.does & (Does.SUPPOSED | Does.LIFTED | Does.NEGATION) for word in words):
        return "not for publication" in [word.text for word in words]
    if sum(bool(word.does & Does.THING) for word in words) > 1:
        return False  # a list of what is attached
    for place, word in enumerate(words):
        if word.does & Does.OUTRIGHT:
            return True
        if not word.does & Does.MARKING:
            continue
        lead, behind = words[:place], words[place + 1 : place + 2]
        set_off = word.capitals and not any(one.capitals for one in [*lead[-1:], *behind])
        of_paper = any(one.does & (Does.DOCUMENT | Does.THING) for one in behind)
        after_paper = any(one.does & (Does.DOCUMENT | Does.THING) for one in lead[-2:])
        if set_off or of_paper or (after_paper and not behind):
            return True
    return False


# Sensitivity labels, which Word, Acrobat and their kin keep beside the text

PREFIX = "Sensitivity label: "
"""Begins the mark by which a reader hands over a label."""
MAX_LABEL = 200
"""Letters of a label's name; Microsoft allows 64."""
NAME_KEY = re.compile(r"MSIP_Label_(?P<id>[0-9A-Za-z-]{1,64})_Name")
"""The property in which Microsoft's labels keep their name."""
OTHER_KEY = re.compile(
    r"Classification(?:ContentMarking)?(?:Header|Footer|Watermark)(?:Text)?|bjDocumentSecurityLabel|"
    r"(?:(?:titus|security|document|government|information)[ _]?)*"
    r"(?:protective[ _]?marking|classification|sensitivity(?:[ _]?label)?|security[ _]?label)",
    re.I,
)
"""The same of other programs, and of what a label prints at the head or foot of each page."""
LABEL_PREFIX = re.compile(
    rf"^\W*(?:{PREFIX}|(?:(?:security|document|information|data) )?"
    r"(?:classification|sensitivity|protective marking)\s*[:–-]\s*)",
    re.I,
)


def label_marks(properties: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield what the sensitivity labels among a document's properties say, as marks."""
    held = {name: value for name, value in properties if value.strip()}
    for name, value in held.items():
        key = NAME_KEY.fullmatch(name)
        if key is not None:
            enabled = held.get(f"MSIP_Label_{key['id']}_Enabled", "true")
            if enabled.strip().lower() in ("false", "0"):
                continue  # it was taken off
        elif not OTHER_KEY.fullmatch(name):
            continue
        yield f"{PREFIX}{value.strip()[:MAX_LABEL]}"


def withholding_label(marks: Iterable[str]) -> str | None:
    """Return the name of the first label among a document's marks that withholds it, or None."""
    for mark in marks:
        prefix = LABEL_PREFIX.match(mark)
        name = mark[prefix.end() : prefix.end() + MAX_LABEL] if prefix else ""
        if name and _label_withholds(name):
            return name
    return None


def _label_withholds(name: str) -> bool:
    """Whether one of a label's words marks; a label has words of its own beside it."""
    withholds, denied = Does.MARKING | Does.OUTRIGHT | Does.WEAK, Does.NEGATION | Does.LIFTED
    words = words_of(name)
    if read_label(name):
        return True
    return any(
        word.does & withholds
        and not any(one.does & denied for one in words[max(0, place - 2) : place])
        for place, word in enumerate(words)
    )


# All that is marked outside the text

SIGNS = frozenset(
    {
        SeenAt.STAMP,
        SeenAt.WATERMARK,
        SeenAt.ASLANT,
        SeenAt.TURNED,
        SeenAt.RUNNING_HEAD,
        SeenAt.RUNNING_FOOT,
    }
    | {SeenAt.NOTE, SeenAt.CHOICE, SeenAt.FIELD, SeenAt.OVERLAY, SeenAt.TEXT_BOX, SeenAt.LAYER}
)
"""Where a marking is put on purpose: there a weak sign is enough to be in doubt."""
NAMES = frozenset(
    {SeenAt.TITLE, SeenAt.BOOKMARK, SeenAt.PAGE_LABEL, SeenAt.PROPERTY, SeenAt.MAIL_HEADER}
)
UNSURE = frozenset(
    {SeenAt.COMMENT, SeenAt.CHANGE, SeenAt.HIDDEN, SeenAt.PICTURE, SeenAt.OTHER_VERSION}
)
"""Where a marking may be one no longer, or of something else: there it is in doubt."""
OF_OTHERS = frozenset({SeenAt.ATTACHMENT, SeenAt.LINK})
"""Names of other papers."""
ABOUT_THE_PAPER = re.compile(
    r"(?:(?:document|content|security|protective|x|thread|report|publication)[ _-]?)*(?:title|subject|keywords?|categor(?:y|ies)|comments?|description|status|sensitivity|importance|topic|"
    r"classification|security|marking|label|version|stamp)",
    re.I,
)
"""Properties in which people write what a paper is."""


def marked_by_name(name: str) -> Marking | None:
    """Return what withholds a file by its name or its folders' names; None where nothing does."""
    part = next((part for part in PurePosixPath(name).parts if _is_marked(part)), None)
    if part is None:
        return None
    return Marking(part, "name of the file or folder", certain=_is_sure(part))


def _is_sure(name: str) -> bool:
    """Whether a name that is marked bears more than a weak sign or a hint."""
    stem = APART.sub(" - ", ENDING.sub("", name)).replace("_", " ")
    return read_label(stem).strength >= CERTAIN or _names_marked_paper(stem)


def marked_outside(document: SourceDocument) -> Marking | None:
    """Return what withholds a whole paper outside its text; None where nothing does."""
    label = withholding_label(document.marks)
    if label is not None:
        return Marking(label, "sensitivity label")
    for words in (document.title or "", *document.marks):
        if words and is_marked_name(re.sub(r"[./]", " ", words)):
            sure = _is_sure(re.sub(r"[./]", " ", words))
            return Marking(words, "title, property or head of the page", certain=sure)
    for words in document.marks:
        reading = best_of(read_label(words), read_statements(words))
        if reading.strength >= CERTAIN and not reading.topical and reading.form is not Form.BESIDE:
            return Marking(words, "title, property or head of the page")
    found = (_read_seen(seen.words, seen.where) for seen in document.seen if seen.page is None)
    return next((marking for marking in found if marking is not None), None)


def pages_marked_beside(document: SourceDocument) -> dict[int, Marking]:
    """Return what marks pages of a PDF beside their lines: notes, stamps, fields, bookmarks."""
    pages = {page: Marking("", "bookmark") for page in document.marked}
    for seen in document.seen:
        if seen.page is not None and (found := _read_seen(seen.words, seen.where)) is not None:
            known = pages.get(seen.page)
            if known is None or not known.words or (found.certain and not known.certain):
                pages[seen.page] = found
    return pages


def _read_seen(words: str, where: SeenAt) -> Marking | None:
    """Read words that stand beside a paper's lines."""
    if where in OF_OTHERS or not may_be_field(words):
        return None
    held = [one for one in fields_in([words], []) if one.withholds()]
    if any(where not in NAMES or one.denies() for one in held):
        return Marking(words, where.value, certain=where not in UNSURE)
    if where in NAMES:
        return _read_name(words, where)
    reading = best_of(read_label(words), read_statements(words))
    if where is SeenAt.BANNER and (reading.strength < CERTAIN or reading.form is Form.BESIDE):
        return None
    if not reading and where in SIGNS:
        reading = read_hint(words)
    least = 1 if where in SIGNS else CERTAIN
    if (
        reading.strength < least
        or (reading.topical and where not in SIGNS)
        or (reading.of_thing and where not in SIGNS)
    ):
        return None
    sure = reading.strength >= CERTAIN and where not in UNSURE and not reading.of_thing
    return Marking(words, where.value, certain=sure)


def _read_name(words: str, where: SeenAt) -> Marking | None:
    """Read a title, a bookmark, a page's label, or a property as "name: value"."""
    key, _, value = words.partition(": ")
    if where in (SeenAt.PROPERTY, SeenAt.MAIL_HEADER):
        if not ABOUT_THE_PAPER.fullmatch(key.strip()) and not read_label(key):
            return None
    else:
        value = words
    plain = re.sub(r"[./]", " ", value)
    if is_marked_name(plain) or read_label(value).strength >= CERTAIN:
        return Marking(words, where.value, certain=_is_sure(plain))
    if any(field.withholds() for field in fields_in([value], [])):
        return Marking(words, where.value)
    return Marking(words, where.value, certain=False) if read_hint(value) else None


def best_of(*readings: Reading) -> Reading:
    """Return the strongest reading."""
    return max(readings, key=lambda one: (one.strength, not one.of_thing))
