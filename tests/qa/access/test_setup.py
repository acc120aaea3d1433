"""The settings of access are checked before anything slow is loaded."""

from pathlib import Path

import pytest

from qa.access.keys import KeyFile
from qa.access.scopes import Scope
from qa.access.setup import access_from, describe_access, is_loopback, key_file
from qa.errors import SettingsError
from qa.settings import read_settings

ISSUER = {"sign_in": "oidc", "oidc_issuer": "https://login.example", "oidc_client_id": "tc"}


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True),
        ("0.0.0.0", False), ("::", False), ("192.0.2.1", False), ("no.such.host.invalid", False),
        ("", False),
    ],
)  # fmt: skip
def test_an_address_is_of_this_machine_alone_or_not(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_with_nothing_set_this_machine_is_served_and_no_other(tmp_path: Path) -> None:
    access = access_from(read_settings(library=tmp_path / "library"))
    assert not access.ways.closed
    assert "open to this machine only" in describe_access(access)
    for host in ("0.0.0.0", "::", "192.0.2.1"):
        with pytest.raises(
            SettingsError, match=f"on {host} everybody .* set sign_in .* make a key"
        ):
            access_from(read_settings(library=tmp_path / "library", host=host))


def test_a_key_in_use_or_a_sign_in_opens_other_addresses_to_who_has_it(tmp_path: Path) -> None:
    settings = read_settings(library=tmp_path / "library", host="0.0.0.0")
    keys = key_file(settings)
    keys.make("intranet", (Scope.ASK,))
    assert access_from(settings).ways.closed
    keys.revoke("intranet")
    with pytest.raises(SettingsError, match="everybody"):
        access_from(settings)
    signs_in = read_settings(library=tmp_path / "library", host="0.0.0.0", **ISSUER)
    assert access_from(signs_in).ways.closed
    assert "sign in at the issuer" in describe_access(access_from(signs_in))


def test_keys_lie_beside_the_library_or_where_they_are_set(tmp_path: Path) -> None:
    assert key_file(read_settings(library=tmp_path / "held")).path == tmp_path / "held-keys.json"
    elsewhere = key_file(read_settings(library=tmp_path / "held", keys=tmp_path / "k" / "a.json"))
    elsewhere.make("intranet", (Scope.ASK,))
    assert KeyFile(tmp_path / "k" / "a.json").any_live()
    assert not (tmp_path / "held").exists()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"sign_in": "header"}, "set trusted_proxies"),
        ({"sign_in": "oidc"}, "set oidc_issuer and oidc_client_id"),
        ({**ISSUER, "oidc_issuer": "http://login.example"}, "begin with https://"),
        ({**ISSUER, "oidc_scopes": "email profile"}, "openid must be one"),
        ({**ISSUER, "session_secret": "short"}, "session_secret is wrong: it needs 32"),
        ({"root_path": "townclerk"}, "root_path is wrong: it must be a path"),
        ({"root_path": "/api"}, "root_path is wrong: the service has a path of its own"),
        ({"root_path": "//evil.example"}, "root_path is wrong"),
        ({"sign_in": "maybe"}, "sign_in is wrong"),
        ({"trusted_proxies": "localhost"}, "trusted_proxies is wrong: 'localhost' does not"),
        ({"trusted_proxies": ["10.0.0.1/8"]}, "has host bits set; name addresses or networks"),
        ({"trusted_proxies": "0.0.0.0/0"}, "trusts everybody"),
        ({"trusted_proxies": "::/0"}, "trusts everybody"),
        ({"sign_in_header": "X Forwarded"}, "sign_in_header is wrong"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_do(
    tmp_path: Path, given: dict[str, object], reason: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        access_from(read_settings(library=tmp_path / "library", **given))
    assert reason in str(raised.value)


def test_a_variable_holds_a_list_by_commas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOWNCLERK_TRUSTED_PROXIES", "127.0.0.1, 10.1.0.0/24,2001:db8::/64")
    monkeypatch.setenv("TOWNCLERK_SIGN_IN_GROUPS", "clerks, audit team")
    settings = read_settings()
    assert [str(network) for network in settings.trusted_proxies] == [
        "127.0.0.1/32", "10.1.0.0/24", "2001:db8::/64",
    ]  # fmt: skip
    assert settings.sign_in_groups == ("clerks", "audit team")


def test_no_secret_is_shown_with_the_settings(tmp_path: Path) -> None:
    settings = read_settings(
        library=tmp_path, **ISSUER, oidc_client_secret="hidden-1", session_secret="hidden-2" * 5
    )
    assert "hidden" not in repr(settings) + str(settings) + settings.model_dump_json()
