"""Settings: TOWNCLERK_* variables, then `townclerk.toml`, then the defaults here."""

from __future__ import annotations

import os
from datetime import date
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from rapidfuzz.distance import OSA

from qa.errors import SettingsError

_PREFIX = "TOWNCLERK_"
_HEADER_NAME = r"^[A-Za-z][A-Za-z0-9-]{0,63}$"
_Network = IPv4Network | IPv6Network


def _split(value: object) -> object:
    """Return a list that a variable holds as text, by commas."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _networks(value: object) -> tuple[_Network, ...]:
    """Return networks; an address is a network of one."""
    listed = _split(value)
    found = []
    for part in listed if isinstance(listed, (list, tuple)) else [listed]:
        try:
            found.append(ip_network(str(part)))
        except ValueError as error:
            raise PydanticCustomError(
                "network", "{why}; name addresses or networks", {"why": str(error)}
            ) from error
        if found[-1].prefixlen == 0:
            raise PydanticCustomError("network", "a network of all addresses trusts everybody")
    return tuple(found)


class Limits(BaseModel):
    """What one reader, and all of them together, may ask of the service. 0 sets no limit.

    A reader is who is signed in, or the address that asks.
    """

    requests_per_minute: int = Field(
        default=1200,
        ge=0,
        description="Requests of one reader in a minute, scripts and styles apart.",
    )
    questions_per_minute: int = Field(
        default=300, ge=0, description="Questions of one reader in a minute."
    )
    questions_at_once: int = Field(
        default=16, ge=1, le=32, description="Questions over HTTP that are answered at once."
    )
    questions_waiting: int = Field(
        default=64, ge=1, le=1000, description="Questions that may wait for their turn."
    )
    questions_waiting_per_reader: int = Field(
        default=32, ge=1, le=1000, description="Of these, of one reader."
    )
    answer_seconds: float = Field(
        default=120, gt=0, le=3600, description="How long a question over HTTP may take."
    )
    connections: int = Field(default=1000, ge=0, description="Connections that are open at once.")
    connections_per_address: int = Field(
        default=200, ge=0, description="Of these, from one address; 0 behind a proxy."
    )
    sessions: int = Field(default=400, ge=0, description="Chats that are open at once.")
    sessions_per_reader: int = Field(default=100, ge=0, description="Of these, of one reader.")
    head_seconds: float = Field(
        default=10, gt=0, le=600, description="How long the head of a request may take to come in."
    )
    body_seconds: float = Field(
        default=20, gt=0, le=600, description="How long the body of a request may take to come in."
    )
    send_seconds: float = Field(
        default=30, gt=0, le=600, description="How long a reader may stop reading an answer."
    )
    keep_alive_seconds: int = Field(
        default=15, ge=1, le=600, description="How long an idle connection is kept."
    )


class Settings(Limits, BaseSettings):
    """What an administrator may set. Unknown keys in the file are refused."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, toml_file="townclerk.toml", extra="forbid"
    )

    library: Path = Field(default=Path("library"), description="The library's folder.")
    catalogue_url: SecretStr | None = Field(
        default=None,
        description="A PostgreSQL database that holds the catalogue; none: SQLite in the folder.",
    )
    chroma_url: str | None = Field(
        default=None,
        pattern=r"^https?://\S+$",
        description="A Chroma server that holds the vectors; none: in the folder.",
    )
    chroma_tenant: str = Field(default="default_tenant", description="The tenant there.")
    chroma_database: str = Field(default="default_database", description="The database there.")
    chroma_collection: str = Field(
        default="passages",
        pattern=r"^[a-zA-Z0-9][a-zA-Z0-9._-]{1,510}[a-zA-Z0-9]$",
        description="The collection there; each library has one of its own.",
    )
    chroma_key: SecretStr | None = Field(
        default=None, description="The key that the Chroma server asks for, where it does."
    )
    chroma_records: int = Field(
        default=0,
        ge=0,
        description="The most records a call there; 0: what the server says (its service: 300).",
    )
    embedder: str = Field(
        default="all-MiniLM-L6-v2",
        description="The embedding model: the embedded default, a folder, or a hub name.",
    )
    reranker: str | None = Field(
        default=None,
        description="The cross-encoder that weighs units: folder, hub name, `off`; none: embedded.",
    )
    encoder: Literal["auto", "int8", "bfloat16", "float32"] = Field(
        default="auto",
        description="How the embedding model is computed for papers; `auto`: what is fastest here.",
    )
    ocr: str = Field(
        default="eng",
        pattern=r"^(?:off|[A-Za-z_]+(?:\+[A-Za-z_]+)*)$",
        description="Tesseract's languages for scanned pages, joined by +; `off` for no OCR.",
    )
    judge_url: str | None = Field(
        default=None,
        description="For `eval judge`: Ollama's address, or an OpenAI-compatible one with /v1.",
    )
    judge_model: str | None = Field(default=None, description="For `eval judge`: its model.")
    judge_key: SecretStr | None = Field(default=None, description="For `eval judge`: its key.")
    language_model: str | None = Field(
        default=None, description="The language model that chooses what answers; none: embedded."
    )
    language_model_url: str | None = Field(
        default=None,
        description="Its server: Ollama's address, or an OpenAI-compatible one with /v1.",
    )
    language_model_key: SecretStr | None = Field(
        default=None, description="The key that its server asks for, where it does."
    )
    language_model_seconds: float = Field(
        default=60, gt=0, le=600, description="How long it may take for one answer."
    )
    language_model_tokens: int = Field(
        default=400, ge=50, le=8_000, description="The most tokens that it may write."
    )
    language_model_window: int = Field(
        default=8_192, ge=1_024, le=1_000_000, description="The most it reads and writes together."
    )
    language_model_thinking: Literal["off", "unsaid"] = Field(
        default="off",
        description="Tell it not to think first; `unsaid` for a server that refuses to be told.",
    )
    # The service
    host: str = Field(default="127.0.0.1", description="The address that the service listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="The port of the service.")
    workers: int = Field(
        default=1, ge=1, le=64, description="Processes that answer questions, beside the service's."
    )
    question_seconds: float = Field(
        default=60,
        gt=0,
        le=3600,
        description="How long answering may take, a language model's time not counted.",
    )
    max_waiting: int = Field(
        default=64, ge=0, le=10_000, description="Questions that may wait for a worker at once."
    )
    stop_seconds: float = Field(
        default=10, ge=0, le=600, description="How long running questions may take when it stops."
    )
    # Who may use it
    sign_in: Literal["off", "header", "oidc"] = Field(
        default="off", description="How readers sign in: not, at a proxy, or by OpenID Connect."
    )
    require_keys: bool = Field(
        default=False, description="Ask programs for a key on this machine too."
    )
    keys: Path | None = Field(
        default=None,
        description="The file of API keys; none: LIBRARY-keys.json beside the library.",
    )
    trusted_proxies: Annotated[tuple[_Network, ...], NoDecode, BeforeValidator(_networks)] = Field(
        default=(), description="Proxies whose X-Forwarded headers count: addresses, networks."
    )
    root_path: str = Field(
        default="", description="The path below which a proxy publishes it, such as /townclerk."
    )
    sign_in_header: str = Field(
        default="X-Forwarded-User",
        pattern=_HEADER_NAME,
        description="For `header`: where the proxy names the reader.",
    )
    sign_in_groups_header: str = Field(
        default="X-Forwarded-Groups",
        pattern=_HEADER_NAME,
        description="For `header`: where it lists their groups, by commas.",
    )
    sign_in_groups: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = Field(
        default=(), description="Groups that may use the service; none: all who sign in."
    )
    administrators: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = Field(
        default=(),
        description="Who of those that sign in may administer, by the names of their sign-in.",
    )
    oidc_issuer: str | None = Field(default=None, description="For `oidc`: the issuer's address.")
    oidc_client_id: str | None = Field(
        default=None, description="For `oidc`: the name of this service at the issuer."
    )
    oidc_client_secret: SecretStr | None = Field(
        default=None, description="For `oidc`: its secret there, where it has one."
    )
    oidc_scopes: str = Field(default="openid profile email", description="For `oidc`: its scopes.")
    oidc_groups_claim: str = Field(
        default="groups", description="For `oidc`: the claim that lists the reader's groups."
    )
    session_secret: SecretStr | None = Field(
        default=None, description="For `oidc`: signs the cookie; none: a new one at each start."
    )
    sign_in_idle_minutes: int = Field(
        default=60, ge=1, le=1440, description="For `oidc`: a sign-in ends after so long unused."
    )
    sign_in_hours: int = Field(
        default=10, ge=1, le=168, description="For `oidc`: a sign-in ends after so long at most."
    )
    # What one reader, and all of them together, may ask of it
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = Field(
        default=(),
        description="Names under which readers reach the service, separated by commas.",
    )
    session_hours: float = Field(
        default=4, gt=0, le=168, description="How long an idle chat's quotes are kept in memory."
    )
    # Logs and figures
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="What the service's log holds."
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="The log as lines to read, or as JSON for a collector."
    )
    log_questions: bool = Field(
        default=False,
        description="Whether the log holds the questions asked. Tell your officers if it does.",
    )
    otel_endpoint: str | None = Field(
        default=None,
        description="Where OpenTelemetry traces are sent (OTLP over HTTP); none: nowhere.",
    )
    # What the council keeps of questions
    feedback: bool = Field(
        default=False,
        description="Ask *Right? Yes / No* under answers; what is pressed is kept, with the "
        "question.",
    )
    keep_declined: bool = Field(
        default=False,
        description="Keep the questions of the chat that were declined, as text.",
    )
    feedback_days: int = Field(
        default=365, ge=1, le=3650, description="How many days both are kept."
    )
    # The council, as its pages name it
    council_name: str | None = Field(default=None, description="The council's name.")
    council_email: str | None = Field(
        default=None, description="Where to write if a part of it cannot be used."
    )
    council_phone: str | None = Field(default=None, description="The same by telephone.")
    council_nation: Literal["england", "wales", "scotland", "northern ireland"] = Field(
        default="england", description="Who enforces the law on accessibility depends on it."
    )
    accessibility_prepared: date | None = Field(
        default=None, description="The day on which the accessibility statement was prepared."
    )
    privacy_controller: str | None = Field(
        default=None, description="Who answers for personal data, if not the council itself."
    )
    privacy_contact: str | None = Field(
        default=None, description="How to reach the data protection officer."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the command line win over the environment, and that over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings(**given: object) -> Settings:
    """Read the settings; `given` (None left out) wins. Raises SettingsError with the key."""
    _refuse_misspelt()
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        unknown = first["type"] == "extra_forbidden"
        why = f"there is no such setting{_meant(where)}" if unknown else first["msg"]
        raise SettingsError(f"the setting {where} is wrong: {why}") from error
    except ValueError as error:  # of the file as a whole, which is no TOML or no UTF-8
        raise SettingsError(f"townclerk.toml cannot be read: {error}; correct it") from error


def _refuse_misspelt() -> None:
    """Raise SettingsError for a variable that is nearly a setting; other TOWNCLERK_* are let be."""
    for variable in os.environ:
        name = variable.removeprefix(_PREFIX).lower()
        meant = _meant(name, _PREFIX) if variable.startswith(_PREFIX) else ""
        if meant and name not in Settings.model_fields:
            raise SettingsError(f"{variable} is wrong: there is no such setting{meant}")


def _meant(name: str, prefix: str = "") -> str:
    """Return the setting that a name comes close to, as the end of a sentence; empty if none."""
    name = name.lower()
    near = get_close_matches(name, Settings.model_fields, n=1, cutoff=0.8) or [
        # Of a short name, one letter is a large share; two that changed places count as one.
        known
        for known in Settings.model_fields
        if OSA.distance(name, known) == 1
    ]
    if not near:
        return ""
    return f"; did you mean {prefix}{near[0].upper() if prefix else near[0]}?"
