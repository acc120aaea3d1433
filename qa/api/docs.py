"""`/docs`: the documentation of the API as one page, made from the OpenAPI document.

FastAPI's own page loads Swagger UI from another host, which a council's network may not allow.
Packages that include Swagger UI (fastapi-offline, swagger-ui-bundle) were considered and not used:
they add 1.5 MB of script by others to the chat's own origin, for seven routes, and one of them is
three years old. This page has no script. `/openapi.json` opens in any tool that can send requests.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse

from qa.api.html import load_style, load_templates

_TEMPLATES = load_templates("qa.api")
_STYLE = load_style("qa.api", "docs.css")
_POLICY = f"default-src 'none'; style-src {_STYLE.policy_source}; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class _Parameter:
    name: str
    takes: str
    meaning: str


@dataclass(frozen=True, slots=True)
class _Response:
    status: str
    media_type: str
    example: str


@dataclass(frozen=True, slots=True)
class _Operation:
    """One route: what it does, takes and gives."""

    method: str
    path: str
    summary: str
    description: str
    scopes: str
    """The scopes that a key needs, as words; empty where no key is needed."""
    parameters: list[_Parameter]
    command: str
    """A curl command that sends the request."""
    responses: list[_Response]


def docs_routes(app: FastAPI) -> APIRouter:
    """Return the route that documents the app."""
    routes = APIRouter()

    @routes.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        page = render_docs(app.openapi(), str(request.base_url).rstrip("/"))
        return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})

    return routes


def render_docs(document: dict[str, Any], base: str) -> str:
    """Return an OpenAPI document as HTML, with example commands for the service at `base`."""
    schemas = document["components"]["schemas"]
    operations = [
        _operation(schemas, method, path, operation, base)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return _TEMPLATES.get_template("docs.html").render(
        title=document["info"]["title"],
        version=document["info"]["version"],
        description=document["info"]["description"],
        style=_STYLE,
        operations=operations,
        schemas=[
            (name, json.dumps({k: v for k, v in schema.items() if k != "examples"}, indent=2))
            for name, schema in schemas.items()
        ],
    )


def _operation(
    schemas: dict[str, Any], method: str, path: str, operation: dict[str, Any], base: str
) -> _Operation:
    """Return a route of an OpenAPI document as the page shows it."""
    scopes = " ".join(next(iter(operation["security"][0].values()), []))
    return _Operation(
        method=method,
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        scopes=scopes,
        parameters=[
            _Parameter(
                parameter["name"],
                _describe_type(parameter["schema"]),
                parameter.get("description", ""),
            )
            for parameter in operation.get("parameters", [])
        ],
        command=_curl_command(
            schemas, method, base + path + _needed(operation), with_key=bool(scopes)
        ),
        responses=[
            _response(schemas, status, response)
            for status, response in operation["responses"].items()
        ],
    )


def _needed(operation: dict[str, Any]) -> str:
    """Return the query without which a route cannot be asked, with examples; mostly none."""
    query = {
        parameter["name"]: parameter["schema"].get("examples", [""])[0]
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query" and parameter["required"]
    }
    return f"?{urlencode(query)}" if query else ""


def _describe_type(schema: dict[str, Any]) -> str:
    """Return the type of a parameter in a few words, with its default."""
    choices = [part for part in schema.get("anyOf", [schema]) if part.get("type") != "null"]
    kind = choices[0]
    name = str(kind.get("format") or kind.get("type") or kind.get("$ref", "").rpartition("/")[2])
    default = schema.get("default")
    return f"{name}, {default} if left out" if default is not None else name


def _curl_command(schemas: dict[str, Any], method: str, address: str, *, with_key: bool) -> str:
    """Return a curl command that sends the example of a request, with the reader's own key."""
    paper = _example_of(schemas, "PaperDetail")["paper"]
    address = address.replace("{paper_id}", paper["id"]).replace("{number}", "4")
    key = ' \\\n  -H "Authorization: Bearer $TOWNCLERK_KEY"' if with_key else ""
    if method == "get":
        return f"curl '{address}'{key}" if "?" in address else f"curl {address}{key}"
    body = json.dumps(_example_of(schemas, "AskRequest"))
    return f"curl -X POST {address}{key} \\\n  -H 'Content-Type: application/json' -d '{body}'"


def _response(schemas: dict[str, Any], status: str, response: dict[str, Any]) -> _Response:
    """Return one response of a route, with its example or else its description."""
    media_type, content = next(iter(response["content"].items()))
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    example = content.get("example") or (_example_of(schemas, name) if name else None)
    if not isinstance(example, str):
        example = json.dumps(example, indent=2) if example else response["description"]
    return _Response(status, media_type, example)


def _example_of(schemas: dict[str, Any], name: str) -> Any:
    return schemas[name]["examples"][0]
