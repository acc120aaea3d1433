"""`/docs`: the API's documentation as one page made here, from the OpenAPI document.

A council's network may have no way out, and FastAPI's own page loads Swagger UI from a CDN.
Packages that carry it along (fastapi-offline, swagger-ui-bundle) were weighed: 1.5 MB of script
by others on the chat's own origin, one of them three years old, to show six routes. This page
has no script at all; `/openapi.json` opens in any tool that can try requests out.
"""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse

_STYLE = """
body { font: 1rem/1.5 Arial, Helvetica, sans-serif; color: #0b0c0c; max-width: 60rem;
       margin: 0 auto; padding: 1rem; }
h2 { font-size: 1.2rem; margin: 0; border-top: 2px solid #1d70b8; padding-top: 1rem; }
h2 code { background: #0b0c0c; color: #fff; padding: .1rem .4rem; }
h3 { font-size: 1rem; margin-bottom: .25rem; }
section { margin: 2rem 0; }
pre { background: #f3f2f1; padding: .75rem; overflow-x: auto; white-space: pre-wrap;
      overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0;
         border-bottom: 1px solid #b1b4b6; }
a { color: #1d70b8; } summary { cursor: pointer; color: #1d70b8; }
:focus-visible { outline: 3px solid #ffdd00; background: #ffdd00; color: #0b0c0c; }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'"


def docs_routes(app: FastAPI) -> APIRouter:
    """Return the route that documents the app."""
    routes = APIRouter()

    @routes.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        page = docs_page(app.openapi(), str(request.base_url).rstrip("/"))
        return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})

    return routes


def docs_page(document: dict[str, Any], base: str) -> str:
    """Return an OpenAPI document as HTML, its examples as commands for this service."""
    operations = [
        _operation(document, method, path, operation, base)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    info = document["info"]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(info['title'])} API</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(info['title'])} API, version {escape(info['version'])}</h1>"
        f"<p>{escape(info['description'])}</p>"
        '<p>For tools: <a href="openapi.json">openapi.json</a>.</p>'
        f"{''.join(operations)}{_schemas(document)}</main></body></html>\n"
    )


def _operation(
    document: dict[str, Any], method: str, path: str, operation: dict[str, Any], base: str
) -> str:
    """Return one route: what it does, takes and gives."""
    return (
        f"<section><h2><code>{method.upper()}</code> {escape(path)}</h2>"
        f"<p><strong>{escape(operation['summary'])}.</strong> {escape(operation['description'])}"
        f"</p>{_parameters(operation)}<h3>Example</h3>"
        f"<pre>{escape(_command(document, method, base + path, operation))}</pre>"
        f"{_responses(document, operation)}</section>"
    )


def _parameters(operation: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{escape(parameter['name'])}</td><td>{escape(_kind(parameter['schema']))}</td>"
        f"<td>{escape(parameter.get('description', ''))}</td></tr>"
        for parameter in operation.get("parameters", [])
    )
    head = "<thead><tr><th>Parameter</th><th>Takes</th><th>Meaning</th></tr></thead>"
    return f"<table>{head}<tbody>{rows}</tbody></table>" if rows else ""


def _kind(schema: dict[str, Any]) -> str:
    """Say in a few words what a parameter takes."""
    choices = [part for part in schema.get("anyOf", [schema]) if part.get("type") != "null"]
    kind = choices[0]
    name = str(kind.get("format") or kind.get("type") or kind.get("$ref", "").rpartition("/")[2])
    default = schema.get("default")
    return f"{name}, {default} if left out" if default is not None else name


def _command(document: dict[str, Any], method: str, address: str, operation: dict[str, Any]) -> str:
    """Return a curl command that makes the request."""
    paper = _example_of(document, "PaperDetail")["paper"]
    address = address.replace("{paper_id}", paper["id"]).replace("{number}", "4")
    if method == "get":
        return f"curl {address}"
    body = json.dumps(_example_of(document, "AskRequest"))
    return f"curl -X POST {address} -H 'Content-Type: application/json' \\\n  -d '{body}'"


def _example_of(document: dict[str, Any], schema: str) -> Any:
    return document["components"]["schemas"][schema]["examples"][0]


def _responses(document: dict[str, Any], operation: dict[str, Any]) -> str:
    """Return each response that a route can give, with its example, folded away."""
    shown = []
    for status, response in operation["responses"].items():
        (media_type, content) = next(iter(response["content"].items()))
        name = content["schema"].get("$ref", "").rpartition("/")[2]
        example = content.get("example") or (_example_of(document, name) if name else None)
        text = json.dumps(example, indent=2) if example else response["description"]
        text = example if isinstance(example, str) else text
        shown.append(
            f"<details><summary>{status}, {escape(media_type)}</summary>"
            f"<pre>{escape(text)}</pre></details>"
        )
    return f"<h3>Responses</h3>{''.join(shown)}"


def _schemas(document: dict[str, Any]) -> str:
    """Return the objects and their fields, folded away."""
    shown = "".join(
        f"<details><summary>{escape(name)}</summary><pre>"
        f"{escape(json.dumps(_without_examples(schema), indent=2))}</pre></details>"
        for name, schema in document["components"]["schemas"].items()
    )
    return f"<section><h2>Objects</h2>{shown}</section>"


def _without_examples(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "examples"}
