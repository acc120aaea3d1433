"""`townclerk keys` and the check of the address, as an administrator meets them."""

import re
from pathlib import Path

from qa.access.keys import KeyFile
from tests.ui.command_line import assert_says, townclerk, townclerk_here


def test_a_key_is_shown_once_and_listed_without_itself(tmp_path: Path) -> None:
    library = tmp_path / "library"
    words = ["keys", "make", "intranet", "--scope", "papers", "--scope", "ask", "--days", "90"]
    made = townclerk_here(*words, library=library)
    key = made.stdout.strip()
    assert re.fullmatch(r"tc_\w{10}_[\w-]{43}", key)
    assert "only time" in made.stderr
    listed = townclerk_here("keys", "list", library=library).stdout
    assert re.search(
        r"^\w{10}  intranet +ask papers +made \S+ +never used +ends \S+$", listed, re.M
    )
    assert key.split("_", 2)[2] not in listed
    KeyFile(tmp_path / "library-keys.json").check(key)
    assert re.search(r"  used \d{4}-", townclerk_here("keys", "list", library=library).stdout)


def test_a_key_is_revoked_and_stays_on_the_list(tmp_path: Path) -> None:
    library = tmp_path / "library"
    townclerk_here("keys", "make", "intranet", "--scope", "ask", library=library)
    revoked = townclerk_here("keys", "revoke", "intranet", library=library)
    assert re.fullmatch(r"intranet \(\w{10}\) is revoked\n", revoked.stdout)
    assert "was revoked on" in townclerk_here("keys", "list", library=library).stdout
    again = townclerk_here("keys", "revoke", "intranet", library=library)
    assert_says(again, "no key intranet is in use; townclerk keys list shows all")


def test_a_key_needs_a_scope_that_there_is(tmp_path: Path) -> None:
    for words in ([], ["--scope", "everything"], ["--scope", "ask", "--days", "0"]):
        done = townclerk("keys", "make", "intranet", *words, library=tmp_path / "library")
        assert_says(done, "--days" if "--days" in words else "--scope", code=2)
    assert list(tmp_path.iterdir()) == []


def test_nobody_but_this_machine_is_served_before_something_is_set(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "::"):
        words = ["serve", "--host", host, "--port", "18999"]
        done = townclerk(*words, library=tmp_path / "library")
        assert_says(done, f"on {host} everybody who reaches this machine could use the service")
        assert "set sign_in" in done.stderr
        assert "townclerk keys make" in done.stderr
    assert list(tmp_path.iterdir()) == []
