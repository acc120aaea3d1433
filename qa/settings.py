"""Settings: TOWNCLERK_* variables, then `townclerk.toml`, then the defaults here."""

from __future__ import annotations

import os
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from qa.errors import SettingsError

_PREFIX = "TOWNCLERK_"


class Settings(BaseSettings):
    """What an administrator may set. Unknown keys in the file are refused."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, toml_file="townclerk.toml", extra="forbid"
    )

    library: Path = Field(default=Path("library"), description="The library's folder.")
    embedder: str = Field(
        default="all-MiniLM-L6-v2",
        description="The embedding model: the embedded default, a folder, or a hub name.",
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
        default=None, description="The language model that writes round the quotes; none: quote."
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
    # The service
    host: str = Field(default="127.0.0.1", description="The address that the service listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="The port of the service.")
    # Who may use it
    # What one reader, and all of them together, may ask of it
    session_hours: float = Field(
        default=4, gt=0, le=168, description="How long an idle chat's quotes are kept in memory."
    )
    # Logs and figures
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
    near = get_close_matches(name.lower(), Settings.model_fields, n=1, cutoff=0.8)
    if not near:
        return ""
    return f"; did you mean {prefix}{near[0].upper() if prefix else near[0]}?"
