"""The rules of the house that a machine can hold (CONTRIBUTING.md says them in words)."""

from __future__ import annotations

import ast
import re
from collections import Counter
from importlib import import_module
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
WINGS = ("qa", "ingest", "eval", "ui")
MOST_MODULES = 12
"""In one folder, beside its `__init__.py`."""
MOST_LINES = 600
TEST_ONLY = {"tests/samples", "tests/styles", "tests/truth"}
"""Folders of tests that mirror no package: the sample papers, papers in invented house styles, and
what a person read in papers."""


def modules(wing: str) -> list[Path]:
    return [path for path in (ROOT / wing).rglob("*.py") if path.name != "__init__.py"]


def packages(wing: str) -> list[Path]:
    return [path.parent for path in (ROOT / wing).rglob("__init__.py")]


@pytest.mark.parametrize("wing", WINGS)
def test_no_folder_holds_more_than_a_dozen_modules(wing: str) -> None:
    held = Counter(path.parent.relative_to(ROOT).as_posix() for path in modules(wing))
    assert {folder: n for folder, n in held.items() if n > MOST_MODULES} == {}


@pytest.mark.parametrize("wing", WINGS)
def test_a_module_above_600_lines_says_why(wing: str) -> None:
    long = {
        path.relative_to(ROOT).as_posix()
        for path in modules(wing)
        if len(path.read_text("utf-8").splitlines()) > MOST_LINES
        and "lines" not in (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "")
    }
    assert long == set()


@pytest.mark.parametrize("wing", WINGS)
def test_every_package_says_what_it_is(wing: str) -> None:
    silent = [
        package
        for package in packages(wing)
        if not ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8")))
    ]
    assert silent == []


@pytest.mark.parametrize("wing", WINGS)
def test_the_map_of_a_wing_names_all_that_is_in_it_and_nothing_else(wing: str) -> None:
    rooms = {
        path.stem
        for path in (ROOT / wing).iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem != "__init__"
    }
    named = set(re.findall(r"`(\w+)`", import_module(wing).__doc__ or ""))
    assert named == rooms


def test_no_module_imports_itself_through_others() -> None:
    graph = grimp.build_graph(*WINGS, exclude_type_checking_imports=True, cache_dir=None)
    cycles = [
        (module, other)
        for module in graph.modules
        for other in graph.find_modules_directly_imported_by(module)
        if graph.find_shortest_chain(other, module) is not None
    ]
    assert cycles == []


def test_folders_of_tests_mirror_the_packages() -> None:
    folders = {path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/**/test_*.py")}
    strange = {
        folder
        for folder in folders - {"tests"}
        if not folder.startswith(tuple(TEST_ONLY))
        and not (ROOT / folder.removeprefix("tests/") / "__init__.py").exists()
    }
    assert strange == set()


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_every_path_that_the_docs_name_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = set(re.findall(r"`((?:qa|ingest|eval|ui|tests|docs)/[\w./-]*)`", text))
    assert named
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_every_decision_that_is_named_is_there() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    code = [path for wing in (*WINGS, "tests", "samples") for path in (ROOT / wing).rglob("*.py")]
    named = {
        name
        for path in [*pages, *code]
        for name in re.findall(r"adr/(\d{4}[\w-]*\.md)", path.read_text("utf-8"))
    }
    assert named
    assert {name for name in named if not (ROOT / "docs/adr" / name).exists()} == set()


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/adr").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
