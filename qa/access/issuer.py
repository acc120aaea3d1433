"""Sign-in by OpenID Connect: code flow with PKCE, state and nonce, by Authlib.

The issuer is the one that the settings name. Its description is fetched at the first sign-in and
believed only if it calls itself by that name. Tokens signed with a shared secret or not at all are
refused, whatever the description says. What went wrong is in the log; the page says what to do.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from qa.access.headers import MAX_NAME, NotAllowedError, check_groups
from qa.access.notices import Notice, Show
from qa.access.proxies import root_of
from qa.access.sessions import Sessions

SIGN_IN, RETURN, SIGN_OUT = "/sign-in", "/sign-in/return", "/sign-out"
_SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a private key of the issuer."""
_SECONDS = 10
"""How long the issuer may take for one reply."""
_LEEWAY_SECONDS = 60
"""How far the clocks of issuer and service may differ."""
_MAX_ADDRESS = 1000
_NO_STORE = {"Cache-Control": "no-store"}

log = logging.getLogger(__name__)


class IssuerError(Exception):
    """The issuer cannot be reached, or its description is not to be believed."""


@dataclass(frozen=True, slots=True)
class Client:
    """How this service is known at the issuer."""

    issuer: str
    id: str
    secret: str | None
    scopes: str
    groups_claim: str
    groups: tuple[str, ...]


class Issuer:
    """The routes of sign-in and sign-out."""

    def __init__(self, client: Client, sessions: Sessions) -> None:
        """Take how the service is known at the issuer; nothing is fetched yet."""
        self._client = client
        self.sessions = sessions
        how = {} if client.secret else {"token_endpoint_auth_method": "none"}
        self._issuer: Any = OAuth().register(
            "issuer",
            client_id=client.id,
            client_secret=client.secret,
            server_metadata_url=f"{client.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": client.scopes,
                "code_challenge_method": "S256",
                "timeout": _SECONDS,
                **how,
            },
        )

    def routes(self, show: Show) -> list[Route]:
        """Return the routes, which tell what goes wrong with `show`."""

        async def sign_in(request: Request) -> Response:
            wanted = own_address(request.query_params.get("to", ""))
            if self.sessions.read(request):
                return _go_to(request, wanted)
            flow: dict[str, Any] = {}
            request.scope["session"] = flow
            try:
                await self._describe()
                response: Response = await self._issuer.authorize_redirect(
                    request, _site(request) + RETURN
                )
            except (IssuerError, httpx.HTTPError, RuntimeError, ValueError) as error:
                return show(request, _no_issuer(error))
            self.sessions.send_flow(request, response, {**flow, "to": wanted})
            response.headers.update(_NO_STORE)
            return response

        async def returned(request: Request) -> Response:
            flow = self.sessions.read_flow(request)
            if flow is None and self.sessions.read(request):
                return _go_to(request, "/")  # the browser's back button
            try:
                if flow is None:
                    raise OAuthError("no_flow", "this browser began no sign-in")
                answered = request.query_params.keys()
                if not answered & {"code", "error"} or "state" not in answered:
                    raise OAuthError("no_code", "the issuer's answer has no code or no state")
                name, id_token = await self._person(request, flow)
            except NotAllowedError as error:
                response = show(request, _signed_in_but(request, str(error)))
            except (OAuthError, JoseError) as error:
                log.warning(
                    "a sign-in was refused: %.200r", str(error)
                )  # in part the visitor's words
                response = show(request, _refused(request))
            except (
                IssuerError,
                httpx.HTTPError,
                RuntimeError,
                ValueError,
                KeyError,
                TypeError,
            ) as error:
                response = show(request, _no_issuer(error))
            else:
                response = _go_to(request, own_address(str(flow.get("to", "/"))))
                self.sessions.begin(request, response, name, id_token)
            self.sessions.end_flow(request, response)
            return response

        async def sign_out(request: Request) -> Response:
            if request.method != "POST":
                known = self.sessions.read(request) is not None
                return show(request, self._sign_out_page(request, known))
            response: Response = RedirectResponse(_site(request) + SIGN_OUT, 303, _NO_STORE)
            id_token = self.sessions.end(request, response)
            address = await self._sign_out_address(request, id_token)
            if address:
                response.headers["location"] = address
            return response

        return [
            Route(SIGN_IN, sign_in, methods=["GET"]),
            Route(RETURN, returned, methods=["GET"]),
            Route(SIGN_OUT, sign_out, methods=["GET", "POST"]),
        ]

    async def _describe(self) -> dict[str, Any]:
        """Return the issuer's description of itself, fetched once.

        Raises:
            IssuerError: it is not the description of the issuer that the settings name.
            httpx.HTTPError: the issuer cannot be reached.
        """
        known: dict[str, Any] = self._issuer.server_metadata
        if "_loaded_at" not in known:
            try:
                found = await self._issuer.load_server_metadata()
                if found.get("issuer") != self._client.issuer:
                    raise IssuerError(f"it calls itself {found.get('issuer')!r}")
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    if not is_safe_address(str(found.get(name, ""))):
                        raise IssuerError(f"its {name} is no https address")
            except BaseException:
                known.clear()  # so that the next sign-in fetches it again
                raise
            offered = found.get("id_token_signing_alg_values_supported") or ["RS256"]
            found["id_token_signing_alg_values_supported"] = [
                kind for kind in _SIGNED if kind in offered
            ] or ["RS256"]
        return known

    async def _person(self, request: Request, flow: dict[str, Any]) -> tuple[str, str]:
        """Return the name of who comes back from the issuer, and the id token.

        Raises:
            NotAllowedError: the person is in none of the groups.
            OAuthError, JoseError: state, nonce, signature, audience, issuer or time are wrong.
        """
        request.scope["session"] = flow
        await self._describe()
        token = await self._issuer.authorize_access_token(
            request,
            leeway=_LEEWAY_SECONDS,
            claims_options={
                "iss": {"essential": True, "values": [self._client.issuer]},
                "aud": {"essential": True, "values": [self._client.id]},
            },
        )
        claims = token.get("userinfo")
        if not claims:
            raise OAuthError("no_id_token", "the issuer sent no id token")
        held = claims.get(self._client.groups_claim) or []
        check_groups(self._client.groups, {held} if isinstance(held, str) else set(map(str, held)))
        names = [claims.get(part) for part in ("preferred_username", "email", "name", "sub")]
        name = next(str(name) for name in names if name)
        return name[:MAX_NAME], str(token["id_token"])

    async def _sign_out_address(self, request: Request, id_token: str | None) -> str | None:
        """Return the issuer's address that signs out there too; None if it has none."""
        try:
            await self._describe()
            return str(
                (
                    await self._issuer.create_logout_url(
                        post_logout_redirect_uri=_site(request) + SIGN_OUT,
                        id_token_hint=id_token,
                        client_id=self._client.id,
                    )
                )["url"]
            )
        except (IssuerError, httpx.HTTPError, RuntimeError, ValueError) as error:
            log.info("the issuer was not told of a sign-out: %s", error)
            return None

    def _sign_out_page(self, request: Request, known: bool) -> Notice:
        root = root_of(request.scope)
        if not known:
            return Notice(200, "", "You are signed out", step="Sign in", address=f"{root}{SIGN_IN}")
        leave = str(self._issuer.server_metadata.get("end_session_endpoint", ""))
        parts = urlsplit(leave)
        return Notice(
            200,
            "Your conversation stays on this page only until you leave it.",
            "Sign out?",
            step="Sign out",
            address=f"{root}{SIGN_OUT}",
            posts=True,
            posts_on_to=f"{parts.scheme}://{parts.netloc}" if is_safe_address(leave) else "",
        )


def own_address(wanted: str) -> str:
    """Return an address of the service's own to go to after sign-in; `/` for any other."""
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\", RETURN, SIGN_OUT))
    return wanted if own and wanted.isprintable() and len(wanted) <= _MAX_ADDRESS else "/"


def sign_in_address(root: str, wanted: str) -> str:
    """Return the address that begins a sign-in and then leads to the one that was wanted."""
    return f"{root}{SIGN_IN}?to={quote(own_address(wanted), safe='/')}"


def is_safe_address(address: str) -> bool:
    """Return whether nobody on the way can read along: https, or this machine."""
    try:
        parts = urlsplit(address)
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and local))


def _site(request: Request) -> str:
    return str(request.base_url.replace(path=root_of(request.scope))).rstrip("/")


def _go_to(request: Request, wanted: str) -> Response:
    return RedirectResponse(root_of(request.scope) + wanted, 303, _NO_STORE)


def _no_issuer(error: Exception) -> Notice:
    log.error("the issuer of sign-ins cannot be used: %s: %s", type(error).__name__, error)
    return Notice(503, "Signing in is not possible just now. Try again in a minute.")


def _refused(request: Request) -> Notice:
    return Notice(
        400,
        "The sign-in was not completed: it was refused, took longer than ten minutes, or was begun "
        "in another window.",
        "You are not signed in",
        step="Sign in again",
        address=f"{root_of(request.scope)}{SIGN_IN}",
    )


def _signed_in_but(request: Request, why: str) -> Notice:
    return Notice(403, why, "You may not use this service")
