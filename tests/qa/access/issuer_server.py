"""A small OpenID provider: `python …/issuer_server.py PORT`.

It checks what a provider checks: the client, its secret, the redirect address, PKCE, and that a
code is used once. `POST /fault` makes it issue tokens that a client must refuse.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import sys
import time
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "townclerk", "a-secret-between-the-two-of-them"
GROUPS = {"officer": ["staff", "clerks"], "visitor": ["guests"]}

key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})
stranger = RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})
codes: dict[str, dict[str, str]] = {}
state: dict[str, Any] = {"fault": "", "signed_out": []}
app = FastAPI()


@app.get("/.well-known/openid-configuration")
def describe(request: Request) -> dict[str, Any]:
    site = str(request.base_url).rstrip("/")
    return {
        "issuer": f"{site}/other" if state["fault"] == "description" else site,
        "authorization_endpoint": f"{site}/authorize",
        "token_endpoint": f"{site}/token",
        "jwks_uri": f"{site}/jwks",
        "end_session_endpoint": f"{site}/end-session",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        # It offers too much, as some do.
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        "code_challenge_methods_supported": ["S256"],
    }


@app.get("/jwks")
def jwks() -> dict[str, Any]:
    return {"keys": [key.as_dict(private=False)]}


@app.get("/authorize")
def authorize(request: Request) -> Response:
    asked = dict(request.query_params)
    right = (
        asked.get("client_id") == CLIENT
        and asked.get("response_type") == "code"
        and asked.get("code_challenge_method") == "S256"
        and asked.get("nonce")
        and asked.get("state")
    )
    if not right:
        return JSONResponse({"error": "invalid_request"}, 400)
    fields = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in asked.items()
    )
    return HTMLResponse(
        f'<h1>The issuer</h1><form method="post">{fields}'
        '<label>Name <input name="user" value="officer"></label><button>Let me in</button></form>'
    )


@app.post("/authorize")
async def allow(request: Request) -> Response:
    asked = dict(parse_qsl((await request.body()).decode()))
    code = secrets.token_urlsafe(16)
    codes[code] = asked
    back = {"code": code, "state": asked["state"]}
    return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 303)


@app.post("/token")
async def token(request: Request) -> Response:
    sent = dict(parse_qsl((await request.body()).decode()))
    basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    asked = codes.pop(sent.get("code", ""), None)
    verifier = sent.get("code_verifier", "").encode()
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).decode().rstrip("=")
    if (
        request.headers.get("authorization") != f"Basic {basic}"
        or asked is None
        or asked["redirect_uri"] != sent.get("redirect_uri")
        or asked["code_challenge"] != challenge
    ):
        return JSONResponse({"error": "invalid_grant"}, 400)
    site = str(request.base_url).rstrip("/")
    reply = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer"}
    if state["fault"] != "no token":
        reply["id_token"] = _id_token(site, asked)
    return JSONResponse(reply)


def _id_token(site: str, asked: dict[str, str]) -> str:
    fault, now = state["fault"], int(time.time())
    claims = {
        "iss": f"{site}/other" if fault == "issuer" else site,
        "aud": "another-service" if fault == "audience" else CLIENT,
        "sub": f"id-of-{asked['user']}",
        "preferred_username": asked["user"],
        "groups": GROUPS.get(asked["user"], []),
        "iat": now - 7200 if fault == "expired" else now,
        "exp": now - 3600 if fault == "expired" else now + 300,
        "nonce": "another" if fault == "nonce" else asked["nonce"],
    }
    if fault == "no nonce":
        del claims["nonce"]
    if fault == "unsigned":
        parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
        return ".".join(base64.urlsafe_b64encode(p).decode().rstrip("=") for p in parts) + "."
    if fault == "shared secret":
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
    by = stranger if fault == "another key" else key
    return jwt.encode({"alg": "RS256", "kid": "1"}, claims, by)


@app.get("/end-session")
def end_session(request: Request) -> Response:
    state["signed_out"].append(dict(request.query_params))
    return RedirectResponse(request.query_params["post_logout_redirect_uri"], 302)


@app.get("/signed-out")
def signed_out() -> list[dict[str, str]]:
    asked: list[dict[str, str]] = state["signed_out"]
    return asked


@app.post("/fault")
async def set_fault(request: Request) -> Response:
    state["fault"] = (await request.body()).decode()
    return Response(status_code=204)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
