"""The routes over the real library, filled by hand: stand-ins must not hide a difference."""

import hashlib
import io
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from qa.api.app import create_api
from qa.api.pages import NO_PICTURE
from qa.library import Entry, Library
from qa.library.files import NOT_PUBLISHED
from qa.papers import UNKNOWN_PAGE, Passage, Standing, Unit
from tests.fakes import FakeAnswerer, FakeLibrary, fake_library, write_pdf
from tests.qa.page_images.redacted_papers import all_within

PACK = "0123456789abcdef"
SECRET = "The highest offer is a secret"


@pytest.fixture
def filled(tmp_path: Path) -> FakeLibrary:
    """Minutes, a report, and a public pack whose second page is withheld."""
    library = fake_library(tmp_path)
    source = write_pdf(tmp_path / "pack.pdf", ("Agenda", f"NOT FOR PUBLICATION\n{SECRET}"))
    minutes = library.papers()[0]
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    pack = replace(minutes, id=PACK, digest=digest, file="packs/pack.pdf")
    library.add(pack, ("Agenda", ""), source)
    library.withheld[pack.id] = frozenset({2})
    return library


@pytest.fixture
def library(filled: FakeLibrary, tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library", create=True)
    entries = [entry(filled, paper_id) for paper_id in filled.held]
    with library.writing():
        library.replace(entries, model="a-model")
    yield library
    library.close()


def entry(filled: FakeLibrary, paper_id: str) -> Entry:
    paper = filled.paper(paper_id)
    pages = tuple(filled.page(paper_id, n + 1) for n in range(filled.page_count(paper_id)))
    unit = Unit(pages[0].text, (1, 1))
    passage = Passage(
        f"{paper_id}-0", paper_id, 0, (unit,), (), Standing.BACKGROUND, UNKNOWN_PAGE, (1, 1)
    )
    return Entry(
        paper,
        filled.items(paper_id),
        pages,
        (passage,),
        np.ones((1, 8), dtype=np.float32) / np.sqrt(np.float32(8)),
        filled.source(paper_id),
    )


@pytest.fixture
def client(library: Library) -> Iterator[TestClient]:
    answerer = cast(Any, FakeAnswerer(cast(FakeLibrary, library)))
    with TestClient(create_api(answerer), raise_server_exceptions=False) as client:
        yield client


def test_every_route_works_over_the_real_library(client: TestClient, filled: FakeLibrary) -> None:
    assert client.get("/api/health").json()["model"] == "a-model"
    listed = client.get("/api/papers").json()
    assert {paper["id"] for paper in listed["papers"]} == set(filled.held)
    for paper in filled.papers():
        shown = client.get(f"/api/papers/{paper.id}").json()
        assert shown["paper"]["file"] == paper.file
        assert len(shown["items"]) == len(filled.items(paper.id))
        page = client.get(f"/api/papers/{paper.id}/pages/1").json()
        assert page["text"] == filled.page(paper.id, 1).text
        assert client.get(f"/papers/{paper.id}").status_code == 200
    answer = client.post("/api/ask", json={"question": "The Old Mill?", "hits": 3}).json()
    assert client.get(answer["citations"][0]["url"]).headers["content-type"] == "application/pdf"


def test_a_withheld_page_is_seen_in_no_form(client: TestClient) -> None:
    pack = f"/papers/{PACK}"
    assert client.get(f"/api{pack}/pages/2.png").status_code == 404
    assert client.get(f"/api{pack}/pages/1.png").status_code == 200
    for path in (pack, f"/api{pack}", f"/api{pack}/pages/1", f"/api{pack}/pages/2"):
        response = client.get(path)
        assert response.status_code == 200
        assert SECRET not in response.text
    copied = PdfReader(io.BytesIO(client.get(pack).content)).pages
    assert ["Agenda" in page.extract_text() for page in copied] == [True, False]
    assert copied[1].extract_text() == NOT_PUBLISHED
    assert SECRET.encode() not in all_within(client.get(pack).content)


def test_part_of_a_file_name_opens_nothing(client: TestClient) -> None:
    assert client.get("/papers/pack").status_code == 404
    assert client.get("/api/papers/market-report").status_code == 404


def test_a_paper_that_another_process_withdrew_is_gone_at_once(
    client: TestClient, library: Library, filled: FakeLibrary
) -> None:
    assert client.get("/api/papers").json()["total"] == 3
    other = Library.open(library.folder)
    with other.writing():
        other.remove_files(["market-report.txt"])
    other.close()
    assert client.get("/api/papers").json()["total"] == 2
    gone = next(paper.id for paper in filled.papers() if paper.file == "market-report.txt")
    assert client.get(f"/api/papers/{gone}").status_code == 404
    assert client.get(f"/papers/{gone}").status_code == 404
    assert client.get(f"/api/papers/{gone}/pages/1").status_code == 404


@pytest.mark.parametrize("harm", ["gone", "damaged"])
def test_a_copy_that_is_not_whole_is_never_handed_out_and_the_text_says_why(
    client: TestClient, library: Library, harm: str
) -> None:
    paper = next(paper for paper in library.papers() if paper.format == "pdf")
    copy = library.source(paper.id)
    if harm == "gone":
        copy.unlink()
    else:
        copy.write_bytes(copy.read_bytes()[:-1] + b"!")
    opened = client.get(f"/papers/{paper.id}")
    assert opened.status_code == 200
    assert opened.headers["content-type"].startswith("text/html")
    assert "copy of its file is gone or damaged. Run townclerk doctor" in opened.text
    assert library.page(paper.id, 1).text.splitlines()[0] in opened.text
    picture = client.get(f"/api/papers/{paper.id}/pages/1.png")
    assert (picture.status_code, picture.json()["detail"]) == (404, NO_PICTURE)
    assert client.get(f"/api/papers/{paper.id}").status_code == 200


@pytest.mark.parametrize("harm", ["no table", "no database", "no record"])
def test_a_catalogue_damaged_while_it_is_read_is_a_503_that_says_nothing_of_the_inside(
    client: TestClient, library: Library, filled: FakeLibrary, harm: str
) -> None:
    paper_id = next(iter(filled.held))
    path = library.folder / "catalogue.sqlite"
    if harm == "no database":
        path.write_bytes(b"this is no database" * 2000)
    else:
        other = sqlite3.connect(path)
        change = "DROP TABLE pages" if harm == "no table" else "UPDATE papers SET items = '[{'"
        other.execute(change)
        other.commit()
        other.close()
    route = f"/api/papers/{paper_id}" + ("" if harm == "no record" else "/pages/1")
    response = client.get(route)
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert "library cannot be used" in response.json()["detail"]
