"""The page of all settings, made from the settings themselves."""

from __future__ import annotations

import inspect
import re

from qa.settings import Settings

_GROUP = re.compile(r"^    # (?P<name>[A-Z].*)$|^    (?P<setting>\w+):", re.M)
_FIRST = "The papers and how they are read"
_HEAD = """# Settings

This page is made from the settings: `townclerk settings --markdown > docs/settings.md`.

Each may be given as a variable, or in a file `townclerk.toml` in the working folder under its name
in small letters, without `TOWNCLERK_`. Options of the command line come first, then variables, then
the file. An unknown key of the file and a misspelt variable are refused.
"""


def settings_page() -> str:
    """Return all settings as Markdown, group by group: variable, default, meaning."""
    lines = [_HEAD]
    for group, names in groups().items():
        lines += [f"## {group}", "", "| variable | default | meaning |", "|---|---|---|"]
        for name in names:
            field = Settings.model_fields[name]
            about = " ".join((field.description or "").split()).replace("|", "\\|")
            lines.append(f"| `TOWNCLERK_{name.upper()}` | {_shown(field.default)} | {about} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def groups() -> dict[str, list[str]]:
    """Return {group: its settings}, by the comments that head the groups in the class."""
    found: dict[str, list[str]] = {}
    group = _FIRST
    for match in _GROUP.finditer(inspect.getsource(Settings)):
        if match["name"]:
            group = match["name"]
        elif match["setting"] in Settings.model_fields:
            found.setdefault(group, []).append(match["setting"])
    return found


def _shown(value: object) -> str:
    """Return a default as the page shows it."""
    if value is None or value == "" or value == [] or value == ():
        return "none"
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, list | tuple):
        return ", ".join(f"`{one}`" for one in value)
    return f"`{value}`"
