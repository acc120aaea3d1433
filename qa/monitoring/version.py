"""Which version of Townclerk this is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def installed_version() -> str:
    """Return the version as it is installed, or words that say that it is not."""
    try:
        return version("townclerk")
    except PackageNotFoundError:
        return "not installed"
