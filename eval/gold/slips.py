"""JSON that a person wrote, checked by a pydantic model: a slip is named with its place.

A slip is a GoldError: the file and line, then where in the object, then the rule that was broken
and what stands there. Used for gold questions and for files of truth.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from qa.errors import GoldError
from qa.papers import Lines, Standing

CHECKED = ConfigDict(strict=True, extra="forbid")
"""How every model of a written file is read: no text for a number, and no unknown key."""

Model = TypeVar("Model")


class HasId(Protocol):
    """Whatever a line of a file holds, by its id."""

    @property
    def id(self) -> str:
        """Name that no other line has."""
        ...


WithId = TypeVar("WithId", bound=HasId)


def _whole_number_from_1(value: object) -> object:
    if type(value) is not int or value < 1:
        raise PydanticCustomError(
            "count", "must be a whole number from 1, not {given}", {"given": repr(value)}
        )
    return value


def first_and_last(value: object) -> Lines:
    """Return the first and last of a run of lines or pages, both counted from 1."""
    given = {"given": repr(value)}
    if (
        not isinstance(value, list | tuple)
        or len(value) != 2
        or not all(type(end) is int and end >= 1 for end in value)
    ):
        raise PydanticCustomError("lines", "must be [first, last] from 1, not {given}", given)
    if value[0] > value[1]:
        raise PydanticCustomError("lines", "must not end before they begin, not {given}", given)
    return value[0], value[1]


def read_standing(value: object) -> Standing:
    """Return the standing that a word names."""
    known = {each.value: each for each in Standing}
    if not isinstance(value, str) or value not in known:
        shown = {"given": repr(value), "known": ", ".join(known)}
        raise PydanticCustomError("standing", "{given} is none of {known}", shown)
    return known[value]


def _never_written(value: object) -> object:
    raise PydanticCustomError("extra_forbidden", "is not written in a file")


AnyStanding = Annotated[Standing, PlainValidator(read_standing)]
"""A standing of the product, or one that only readers of papers give."""
Text = Annotated[str, Field(pattern=r"\S")]
"""Text that is not empty."""
Count = Annotated[int, BeforeValidator(_whole_number_from_1)]
"""A whole number from 1."""
FirstAndLast = Annotated[Lines, PlainValidator(first_and_last)]
"""First and last line or page, from 1 and inclusive."""
NeverWritten = Annotated[str, BeforeValidator(_never_written)]
"""A field that the program fills in; as a key of a file it is unknown."""


def slip(message: str) -> PydanticCustomError:
    """Return the error that a validator raises where fields do not go together."""
    return PydanticCustomError("slip", "{message}", {"message": message})


def load_lines(
    paths: Sequence[Path], read: Callable[[str, str, str], WithId], what: str
) -> list[WithId]:
    """Read files of JSON lines in order; blank lines are passed over and still counted.

    `read` is given a line, its place, and the file's name without its ending. Raises GoldError
    naming file and line at the first slip, where an id is used twice, and where there is no line.
    """
    held: list[WithId] = []
    seen: dict[str, str] = {}
    for path in paths:
        for number, line in numbered_lines(path):
            where = f"{path}:{number}"
            each = read(line, where, path.stem)
            if each.id in seen:
                raise GoldError(f"{where}: id {each.id} is already used at {seen[each.id]}")
            seen[each.id] = where
            held.append(each)
    if not held:
        raise GoldError(f"no {what} in {', '.join(str(path) for path in paths) or 'no file'}")
    return held


def numbered_lines(path: Path) -> Iterable[tuple[int, str]]:
    """Return the lines of a file that are not blank, by number. Raises GoldError."""
    # Not splitlines(): a quote may carry a form feed or a line separator.
    numbered = enumerate(read_written(path).split("\n"), start=1)
    return [(number, line) for number, line in numbered if line.strip()]


def read_written(path: Path) -> str:
    """Return the text of a file. Raises GoldError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: cannot be read as UTF-8 text: {error}") from error


def parse_json(text: str, where: str) -> Any:
    """Return what a JSON text holds. Raises GoldError also where a key is given twice."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise GoldError(f"{where}: key given twice: {', '.join(twice)}")
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise GoldError(f"{where}: not JSON: {error}") from error


def read_model(model: TypeAdapter[Model], text: str, where: str) -> Model:
    """Return what a JSON text says, as a model has it. Raises GoldError that begins with `where`.

    Read from the text and not from parsed values, so that strict pydantic takes a JSON list for a
    tuple and a word for a standing.
    """
    parse_json(text, where)  # pydantic would take the last of a key that is given twice
    try:
        return model.validate_json(text)
    except ValidationError as error:
        raise GoldError(f"{where}: {_describe(error.errors(include_url=False))}") from error


_UNKNOWN_KEY = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
_RULES = {
    "string_type": "must be text that is not empty",
    "string_pattern_mismatch": "must be text that is not empty",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "greater_than_equal": "must be a whole number from {ge}",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
}
_NO_OBJECT = frozenset({"dict_type", "model_type", "model_attributes_type", "dataclass_type"})


def _describe(errors: Sequence[ErrorDetails]) -> str:
    """Describe the first slip: unknown keys, then missing ones, then the first value."""
    for kinds, name, advice in (
        (_UNKNOWN_KEY, "unknown key", "; correct its name, or leave it out"),
        (frozenset({"missing"}), "missing key", ""),
    ):
        found = [error for error in errors if error["type"] in kinds]
        if found:
            place = found[0]["loc"][:-1]
            keys = sorted(str(e["loc"][-1]) for e in found if e["loc"][:-1] == place)
            return _name(place) + f"{name}: {', '.join(keys)}{advice}"
    error = errors[0]
    place, given = error["loc"], error["input"]
    if error["type"] in _NO_OBJECT:
        return _name(place) + f"must be a JSON object, not {type(given).__name__}"
    rule = _RULES.get(error["type"], "").format_map(error.get("ctx", {}))
    if not rule:
        # The message is a validator's own, or one of pydantic's that is rare.
        if place and isinstance(place[-1], str):
            return _name(place[:-1]) + f"{place[-1]} {error['msg']}"
        return _name(place) + error["msg"]
    if place and isinstance(place[-1], int):
        *outside, field, number = place
        rule = "must be a list of texts that are not empty" if "text" in rule else rule
        return _name(outside) + f"{field} {rule}; number {int(number) + 1} is {given!r}"
    return _name(place[:-1]) + f"{place[-1]} {rule}, not {given!r}"


def _name(place: Sequence[int | str]) -> str:
    """Name the objects round a field: of the second `items`, "item 2: "."""
    names = []
    for name, number in zip_longest(place, place[1:]):
        if isinstance(number, int):
            names.append(f"{str(name).removesuffix('s').replace('_', ' ')} {number + 1}: ")
        elif isinstance(name, str):
            names.append(f"{name}: ")
    return "".join(names)
