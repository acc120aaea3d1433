"""What words, dates, numbers and names mean has one home: `qa/language`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.language.dates import MONTH_NAMES, SHORT_MONTHS, WEEKDAY_NAMES
from qa.language.names import TITLES
from qa.language.numbers import NUMBER_WORDS

ROOT = Path(__file__).resolve().parents[3]
HOME = ROOT / "qa" / "language"
WINGS = ("qa", "ingest", "eval", "ui")
LIST = 3
"""Words of one kind in a text or a list of texts from which it is a list of such words."""
WORDS = {
    "months": frozenset((*MONTH_NAMES, *SHORT_MONTHS)),
    "days of the week": frozenset(WEEKDAY_NAMES),
    "number words": frozenset(NUMBER_WORDS),
    "titles of persons": frozenset(TITLES),
}
SENTENCE_BREAK = re.compile(r"\(\?<=\[[^]]*\.[^]]*\](?:\[[^]]*\])?\)\)?\\s\+?(?=$|\(\?=)")
"""An expression for the white space behind a full stop, and what must follow it."""


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield each text of a module, and each list of texts as one, with its line; no docstrings."""
    docstrings = {n.value for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if node in docstrings:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.List | ast.Tuple | ast.Set):
            values = [e.value for e in node.elts if isinstance(e, ast.Constant)]
            yield node.lineno, " ".join(value for value in values if isinstance(value, str))
        elif isinstance(node, ast.Dict):
            values = [key.value for key in node.keys if isinstance(key, ast.Constant)]
            yield node.lineno, " ".join(value for value in values if isinstance(value, str))


def kinds_listed(text: str) -> list[str]:
    """Return the kinds of words of which a text is a list."""
    plain = text.lower().replace("s?", "")
    said = set(re.findall(r"[a-z]+", plain))
    said |= {word.removesuffix("s") for word in said}
    return [kind for kind, words in WORDS.items() if len(words & said) >= LIST]


@pytest.fixture(scope="module")
def elsewhere() -> list[tuple[str, str]]:
    """Return (file and line, text) of the texts in all modules outside the home."""
    paths = [path for wing in WINGS for path in sorted((ROOT / wing).rglob("*.py"))]
    return [
        (f"{path.relative_to(ROOT)}:{line}", text)
        for path in paths
        if not path.is_relative_to(HOME)
        for line, text in texts(ast.parse(path.read_text(encoding="utf-8")))
    ]


def test_no_other_module_lists_months_number_words_or_titles_of_persons(
    elsewhere: list[tuple[str, str]],
) -> None:
    lists = [f"{place}: {kind}" for place, text in elsewhere for kind in kinds_listed(text)]
    assert lists == []


def test_no_other_module_says_where_a_sentence_ends(elsewhere: list[tuple[str, str]]) -> None:
    assert [place for place, text in elsewhere if SENTENCE_BREAK.search(text)] == []


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("X = r'(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?)'", "months"),
        ("X = ['june', 'july', 'august']", "months"),
        ("X = 'one two three'.split()", "number words"),
        ("X = {'one': 1, 'two': 2, 'three': 3}", "number words"),
        ("X = rf'(?:{y}|Cllrs?|Mr|Mrs)'", "titles of persons"),
        ("X = 'monday|tuesday|friday'", "days of the week"),
    ],
)
def test_a_list_is_known_however_it_is_written(written: str, kind: str) -> None:
    assert kind in {kind for _, text in texts(ast.parse(written)) for kind in kinds_listed(text)}


@pytest.mark.parametrize(
    "written",
    [r"(?<=[.;])\s+", r"(?<=[.;:?!])\s+(?=[A-Z(])", r"(?:(?<=[a-z)][.?!])|(?<=[.?!][”]))\s+"],
)
def test_a_sentence_break_is_known_however_it_is_written(written: str) -> None:
    assert SENTENCE_BREAK.search(written)


def test_a_sentence_with_some_such_words_is_no_list() -> None:
    assert kinds_listed("One of two may march past the Dr") == []
