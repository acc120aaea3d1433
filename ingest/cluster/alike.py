"""What must be the same on a node as here, so that it reads and embeds a paper in the same way."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

import ingest
import qa
from ingest.document import OFF
from ingest.readers.ocr.tesseract import Tesseract, TesseractError
from qa.monitoring.version import installed_version

PACKAGES = (
    *("pypdfium2", "pikepdf", "pypdf", "python-docx", "lxml", "selectolax", "ftfy"),
    *("python-dateutil", "rapidfuzz", "PyStemmer", "numpy", "onnxruntime", "tokenizers"),
)
"""What the readers, and the model of the standard install, compute with."""
PARTS = frozenset({".py", ".toml", ".json", ".txt"})
"""Endings of the files of Townclerk that decide how a paper is read."""


@dataclass(frozen=True, slots=True)
class Setup:
    """With what a machine reads and embeds papers."""

    version: str
    """Of Townclerk, as it is installed."""
    rules: str
    """A digest of the code and the word lists by which papers are read and understood."""
    packages: Mapping[str, str]
    """{name: version}."""
    ocr: str
    """The version of Tesseract, or why scanned pages are not read."""
    model: str
    """The embedding model's name with its prompts."""
    form: str
    """The form in which it is computed; see `qa.backends.encoders.choice`."""


_SETUP = TypeAdapter(Setup)


def this_setup(languages: str, *, model: str, form: str) -> Setup:
    """Return what this machine has, for scans in these languages and a model that is loaded."""
    packages = {name: _version(name) for name in PACKAGES}
    return Setup(installed_version(), _rules(), packages, _ocr(languages), model, form)


def setup_to_json(setup: Setup) -> bytes:
    """Write a setup as JSON."""
    return _SETUP.dump_json(setup)


def setup_from_json(data: bytes) -> Setup | None:
    """Return the setup that JSON holds; None where it is none, as of a later Townclerk."""
    try:
        return _SETUP.validate_json(data, strict=True, extra="forbid")
    except ValidationError:
        return None


def difference(ours: Setup, theirs: Setup | None) -> str | None:
    """Return in what a node's setup is another than ours, and what to do; None: in nothing."""
    if theirs is None or theirs.version != ours.version:
        other = theirs.version if theirs is not None else "of another kind"
        return f"has Townclerk {other}, and this machine {ours.version}; install the same on both"
    if theirs.rules != ours.rules:
        return (
            f"has other code of Townclerk {ours.version} than this machine; install the same on "
            "both, and start Ray there anew"
        )
    for name, own in ours.packages.items():
        if theirs.packages.get(name) != own:
            other = theirs.packages.get(name, "none")
            return f"has {name} {other}, and this machine {own}; install the same on both"
    if theirs.ocr != ours.ocr:
        return (
            f"reads scanned pages otherwise ({theirs.ocr}) than this machine ({ours.ocr}); install "
            "the same Tesseract and languages on both, or set TOWNCLERK_OCR=off"
        )
    if theirs.model != ours.model:
        return f"has the embedding model {theirs.model!r}, and this machine {ours.model!r}"
    if theirs.form != ours.form:
        return (
            f"computes the embedding model in {theirs.form}, and this machine in {ours.form}; set "
            "TOWNCLERK_ENCODER=float32"
        )
    return None


@cache
def _rules() -> str:
    """Return a digest of all files of `ingest` and `qa` that have a say in how a paper is read."""
    total = hashlib.sha256()
    for package in (ingest, qa):
        top = Path(package.__file__ or "").parent
        for path in sorted(top.rglob("*")):
            if path.suffix in PARTS and path.is_file():
                name = f"{package.__name__}/{path.relative_to(top).as_posix()}"
                total.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


@cache
def _ocr(languages: str) -> str:
    if languages == OFF:
        return OFF
    try:
        engine = Tesseract(languages)
    except TesseractError as error:
        return str(error.why)
    found = f"Tesseract {engine.version}"
    engine.close()
    return found


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
