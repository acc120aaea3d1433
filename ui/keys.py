"""`townclerk keys`: make, list and revoke the keys of programs that use the API."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.access.scopes import Scope
from ui.ask import LibraryOption, load_settings, print_line

keys_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@keys_app.command("make")
def keys_make(
    name: Annotated[str, typer.Argument(help="Who or what it is for; `keys list` shows it.")],
    scope: Annotated[
        list[Scope],
        typer.Option(help="What it is for; give it again for more than one."),
    ],
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="How many days it lasts; none: no end.")
    ] = None,
    library: LibraryOption = None,
) -> None:
    """Make a key and show it once.

    A running service takes it at once.
    """
    from qa.access.setup import key_file

    held = key_file(load_settings(library))
    print_line(held.make(name, tuple(scope), days))
    typer.echo("This is the only time that the key is shown. Keep it as a password.", err=True)


@keys_app.command("list")
def keys_list(library: LibraryOption = None) -> None:
    """List the keys made, with their scopes, and whether each is still in use."""
    from datetime import UTC, datetime

    from qa.access.scopes import name_scopes
    from qa.access.setup import key_file

    held = key_file(load_settings(library))
    used, now = held.last_used(), datetime.now(UTC)
    for key in held.listed():
        if why_not := key.why_not(now):
            state = why_not.removeprefix("This key ").rstrip(".")
        else:
            state = f"ends {key.expires:%Y-%m-%d}" if key.expires else "no end"
        last = f"used {used[key.id]:%Y-%m-%d}" if key.id in used else "never used"
        print_line(
            f"{key.id}  {key.name:20}  {name_scopes(key.scopes):24}  made {key.made:%Y-%m-%d}  "
            f"{last:15}  {state}"
        )


@keys_app.command("revoke")
def keys_revoke(
    key: Annotated[str, typer.Argument(help="The key's name or id, as `keys list` shows it.")],
    library: LibraryOption = None,
) -> None:
    """Revoke a key.

    A running service refuses it at once.
    """
    from qa.access.setup import key_file

    revoked = key_file(load_settings(library)).revoke(key)
    print_line(f"{revoked.name} ({revoked.id}) is revoked")
