"""The settings of access, checked and put together, before anything slow is loaded."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from qa.access.door import Ways
from qa.access.headers import HeaderSignIn
from qa.access.issuer import Client, Issuer, is_safe_address
from qa.access.keys import KeyFile
from qa.access.proxies import Network, read_prefix
from qa.access.sessions import Sessions
from qa.errors import SettingsError

if TYPE_CHECKING:
    from qa.settings import Settings

_SHORTEST_SECRET = 32
"""Characters."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use the service, and through which proxies."""

    ways: Ways
    proxies: tuple[Network, ...] = ()
    root: str = ""
    """The path below which the service is published; a trusted proxy may name another."""

    @property
    def trusted_headers(self) -> frozenset[str]:
        """Return the headers that name a reader, believed from the proxies only."""
        return self.ways.header.names if self.ways.header else frozenset()


def key_file(settings: Settings) -> KeyFile:
    """Return the file of keys: the one that is set, or the one beside the library."""
    library = settings.library.absolute()
    return KeyFile(settings.keys or Path(library.parent, f"{library.name}-keys.json"))


def access_from(settings: Settings, *, host: str | None = None) -> Access:
    """Return who may use the service on the host that is set, or on another.

    Raises:
        SettingsError: the service would be open to others than this machine, or a setting of
            access is missing or wrong.
        KeysError: the file of keys cannot be read.
    """
    host = host or settings.host
    keys = key_file(settings)
    local = is_loopback(host)
    signs_in = settings.sign_in != "off"
    if not local and not signs_in and not keys.any_live():
        raise SettingsError(
            f"on {host} everybody who reaches this machine could use the service; set sign_in "
            "(docs/access.md), or make a key (townclerk keys make NAME --scope ask), then start it "
            "again"
        )
    try:
        root = read_prefix(settings.root_path)
    except ValueError as error:
        raise SettingsError(f"the setting root_path is wrong: {error}") from error
    ways = Ways(
        keys=keys,
        header=_header_sign_in(settings) if settings.sign_in == "header" else None,
        issuer=_issuer(settings) if settings.sign_in == "oidc" else None,
        administrators=frozenset(settings.administrators),
        closed=signs_in or settings.require_keys or not local,
    )
    return Access(ways, settings.trusted_proxies, root)


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach a host: its name or address; all of them."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    except OSError:
        return False  # whoever listens will be told that the address is unknown
    return bool(found) and all(ipaddress.ip_address(str(each)).is_loopback for each in found)


def describe_access(access: Access) -> str:
    """Return in one sentence who may use the service, for its log."""
    ways = access.ways
    live = sum(key.revoked is None for key in ways.keys.listed())
    if ways.issuer:
        who = "readers who sign in at the issuer"
    elif ways.header:
        who = f"readers whom a trusted proxy names in {ways.header.name_header}"
    elif ways.closed:
        who = "programs with a key"
    else:
        return "open to this machine only, without a key (docs/access.md)"
    return f"open to {who}; keys that are not revoked: {live}"


def _header_sign_in(settings: Settings) -> HeaderSignIn:
    """Raise SettingsError if no proxy is named."""
    if not settings.trusted_proxies:
        raise SettingsError(
            'sign_in is "header", but no proxy may send it; set trusted_proxies to the address of '
            'the proxy, such as ["127.0.0.1"]'
        )
    return HeaderSignIn(
        settings.sign_in_header, settings.sign_in_groups_header, settings.sign_in_groups
    )


def _issuer(settings: Settings) -> Issuer:
    """Raise SettingsError if a setting of OpenID Connect is missing or wrong."""
    if not settings.oidc_issuer or not settings.oidc_client_id:
        raise SettingsError('sign_in is "oidc"; set oidc_issuer and oidc_client_id too')
    if not is_safe_address(settings.oidc_issuer):
        raise SettingsError("the setting oidc_issuer is wrong: it must begin with https://")
    if "openid" not in settings.oidc_scopes.split():
        raise SettingsError("the setting oidc_scopes is wrong: openid must be one of them")
    secret = _reveal(settings.session_secret)
    if secret is not None and len(secret) < _SHORTEST_SECRET:
        raise SettingsError(
            f"the setting session_secret is wrong: it needs {_SHORTEST_SECRET} characters"
        )
    client = Client(
        issuer=settings.oidc_issuer,
        id=settings.oidc_client_id,
        secret=_reveal(settings.oidc_client_secret),
        scopes=settings.oidc_scopes,
        groups_claim=settings.oidc_groups_claim,
        groups=settings.sign_in_groups,
    )
    idle, longest = settings.sign_in_idle_minutes * 60, settings.sign_in_hours * 3600
    return Issuer(client, Sessions(secret, idle, longest))


def _reveal(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
