"""The fields of a JSON object that a person wrote, checked as they are taken."""

from __future__ import annotations

from typing import Any

from qa.errors import GoldError
from qa.pages import Lines


class Fields:
    """Takes fields out of an object by name; every slip is a GoldError that says where."""

    def __init__(
        self, raw: object, where: str, known: frozenset[str], required: frozenset[str]
    ) -> None:
        """Check that all required keys are there and no unknown one."""
        if not isinstance(raw, dict):
            raise GoldError(f"{where}: must be a JSON object, not {type(raw).__name__}")
        if unknown := sorted(raw.keys() - known):
            raise GoldError(f"{where}: unknown key: {', '.join(unknown)}")
        if missing := sorted(required - raw.keys()):
            raise GoldError(f"{where}: missing key: {', '.join(missing)}")
        self._raw: dict[str, Any] = raw
        self._where = where

    def has(self, key: str) -> bool:
        """Say whether the key is there, whatever it holds."""
        return key in self._raw

    def value(self, key: str) -> object:
        """Return whatever the key holds, None where it is absent."""
        return self._raw.get(key)

    def text(self, key: str, *, default: str | None = None) -> str:
        """Return a text that is not empty, or the default where the key is absent."""
        if default is not None and key not in self._raw:
            return default
        value = self._raw.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._slip(key, "must be text that is not empty")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, none of them empty; none where the key is absent."""
        values = self.items(key)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self._slip(key, "must be a list of texts that are not empty")
        return tuple(values)

    def items(self, key: str) -> list[Any]:
        """Return a list; an empty one where the key is absent."""
        value = self._raw.get(key, [])
        if not isinstance(value, list):
            raise self._slip(key, "must be a list")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Return true or false."""
        value = self._raw.get(key, default)
        if not isinstance(value, bool):
            raise self._slip(key, "must be true or false")
        return value

    def count(self, key: str) -> int | None:
        """Return a whole number from 1, or None where there is none."""
        value = self._raw.get(key)
        if value is not None and not _is_count(value):
            raise self._slip(key, "must be a whole number from 1")
        return value

    def lines(self, key: str) -> Lines | None:
        """Return first and last line, or None where there are none."""
        value = self._raw.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != 2 or not all(map(_is_count, value)):
            raise self._slip(key, "must be [first, last] from 1")
        if value[0] > value[1]:
            raise self._slip(key, "must not end before they begin")
        return value[0], value[1]

    def _slip(self, key: str, rule: str) -> GoldError:
        return GoldError(f"{self._where}: {key} {rule}, not {self._raw.get(key)!r}")


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 1
