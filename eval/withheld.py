"""Whether an answer tells what it must not: wordings of exempt papers that the asker names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.wording import plain, stands_in
from qa.answers import Answer, to_json
from qa.errors import GoldError

SHORTEST = 4
"""Characters of a wording; anything shorter would stand in public papers by chance."""


def load_withheld(path: Path) -> tuple[str, ...]:
    """Read wordings, one a line. Raises GoldError, which never repeats a wording."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read as UTF-8 text") from error
    wordings = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    if not wordings:
        raise GoldError(f"{path}: no wording in it; give one a line")
    for number, wording in wordings:
        if len(plain(wording)) < SHORTEST:
            raise GoldError(f"{path}:{number}: shorter than {SHORTEST} characters; give more of it")
    return tuple(wording for _, wording in wordings)


def tells(answer: Answer, withheld: Sequence[str]) -> bool:
    """Say whether anything that an answer shows, its hits included, holds a withheld wording."""
    if not withheld:
        return False
    shown = plain("\n".join(_strings(to_json(answer, hits=len(answer.hits)))))
    return any(stands_in(plain(wording), shown) for wording in withheld)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)
