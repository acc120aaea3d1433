"""What nginx asks of oauth2-proxy, by the same addresses: `python …/signing_proxy.py PORT`."""

import sys

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

app = FastAPI()


@app.get("/oauth2/auth")
def auth(request: Request) -> Response:
    name = request.cookies.get("_oauth2_proxy")
    if not name:
        return Response(status_code=401)
    headers = {"X-Auth-Request-User": name, "X-Auth-Request-Groups": "staff,clerks"}
    return Response(status_code=202, headers=headers)


@app.get("/oauth2/start")
def start(rd: str) -> HTMLResponse:
    return HTMLResponse(f'<h1>The sign-in</h1><a href="/oauth2/callback?rd={rd}">Let me in</a>')


@app.get("/oauth2/callback")
def callback(rd: str) -> RedirectResponse:
    response = RedirectResponse(rd, 302)
    response.set_cookie("_oauth2_proxy", "officer", secure=True, httponly=True)
    return response


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
