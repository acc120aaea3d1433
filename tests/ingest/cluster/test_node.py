"""What a node gives for a paper, asked without Ray: as here, sealed, and nothing exempt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.processes import ROOT
from ingest.cluster.alike import Setup, difference, setup_from_json, setup_to_json, this_setup
from ingest.cluster.node import FAULT, OTHER, SEALED, read_on_node
from ingest.cluster.parcels import (
    Order,
    Reply,
    new_key,
    pack_order,
    pack_reply,
    seal,
    unpack_order,
    unpack_reply,
    unseal,
)
from ingest.embedding import embed_passages
from ingest.passages import PASSAGE_WORDS
from ingest.sandbox.isolation import understand_paper
from ingest.sandbox.wire import TransferError, decode_file
from qa.backends.sentence_transformers import DEFAULT_MODEL
from qa.bootstrap import load_embedder

PAPER = sorted((Path(ROOT) / "samples/papers").glob("*-minutes.pdf"))[0]
EXEMPT = (
    b"NOT FOR PUBLICATION\n\nBy virtue of paragraph 3 of Schedule 12A of the Local Government Act "
    b"1972.\n\nReport to Cabinet, 14 March 2024\n\nThe highest offer is from Wobbleton Estates.\n"
)
DIGEST = "0123456789abcdef" * 4


@pytest.fixture(scope="module")
def setup() -> Setup:
    model = load_embedder(DEFAULT_MODEL, "float32")
    return this_setup("off", model=model.name, form=model.form)


def ask(paper: bytes, ending: str, expected: Setup) -> tuple[str, bytes, bytes]:
    """What a node sends back of a paper, and the key that opens it."""
    key = new_key()
    order = Order(f"a paper{ending}", ending, DIGEST, "off", PASSAGE_WORDS)
    sealed = seal(key, pack_order(order, paper, {}))
    return *read_on_node(key, sealed, DEFAULT_MODEL, setup_to_json(expected)), key


def test_a_node_reads_and_embeds_a_paper_as_it_is_done_here(setup: Setup) -> None:
    kind, data, key = ask(PAPER.read_bytes(), ".pdf", setup)
    assert kind == SEALED
    reply = unpack_reply(unseal(key, data))
    here = understand_paper(PAPER, name="a paper.pdf", digest=DIGEST)
    assert decode_file(reply.answer, name="a paper.pdf", digest=DIGEST) == here
    assert here.understood is not None and reply.vectors is not None
    model = load_embedder(DEFAULT_MODEL, "float32")
    vectors = embed_passages(model, here.understood.paper, here.understood.passages)
    assert np.array_equal(reply.vectors, vectors)
    assert here.understood.passages[0].text.encode() not in data


def test_of_an_exempt_paper_a_node_sends_that_it_is_exempt_and_no_more(setup: Setup) -> None:
    kind, data, key = ask(EXEMPT, ".txt", setup)
    reply = unpack_reply(unseal(key, data))
    assert kind == SEALED and reply.vectors is None and not reply.pieces
    assert b"Wobbleton" not in reply.answer
    understood = decode_file(reply.answer, name="a paper.txt", digest=DIGEST).understood
    assert understood is not None and understood.restricted


def test_a_node_that_is_another_does_not_look_at_the_paper(setup: Setup) -> None:
    kind, data, _ = ask(PAPER.read_bytes(), ".pdf", replace(setup, rules="other"))
    assert kind == OTHER
    assert setup_from_json(data.partition(b"\n")[2]) == setup


def test_an_error_of_a_node_says_nothing_of_the_paper(setup: Setup) -> None:
    sealed = seal(new_key(), EXEMPT)
    found = read_on_node(new_key(), sealed, DEFAULT_MODEL, setup_to_json(setup))
    assert found == (FAULT, b"TransferError")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"version": "9.9"}, "has Townclerk 9.9, and this machine"),
        ({"rules": "other"}, "has other code of Townclerk"),
        ({"packages": {}}, "has pypdfium2 none, and this machine"),
        ({"ocr": "Tesseract 1.0"}, "reads scanned pages otherwise"),
        ({"model": "other"}, "has the embedding model 'other'"),
        ({"form": "int8"}, "set TOWNCLERK_ENCODER=float32"),
    ],
)
def test_in_what_a_node_is_another_is_said(
    setup: Setup, changed: dict[str, object], said: str
) -> None:
    theirs = replace(setup, **changed)  # type: ignore[arg-type]
    assert said in (difference(setup, theirs) or "")
    assert difference(setup, setup) is None


def test_a_parcel_comes_as_it_went_or_is_refused() -> None:
    key, pieces = new_key(), {0: b"{}", 7: b"seen"}
    order = Order("a.pdf", ".pdf", DIGEST, "eng", 150, ("key",))
    assert unpack_order(pack_order(order, b"bytes", pieces)) == (order, b"bytes", pieces)
    numbers = np.array([[0.5, -1.0], [0.25, 2.0]], np.float32)
    reply = unpack_reply(pack_reply(Reply(b"answer", numbers, pieces)))
    assert reply.vectors is not None and np.array_equal(reply.vectors, numbers)
    assert (reply.answer, reply.pieces) == (b"answer", pieces)
    sealed = seal(key, b"bytes")
    assert unseal(key, sealed) == b"bytes"
    for bad in (sealed[:-1], b"", sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(TransferError):
            unseal(key, bad)
    for bad in (b"", b"\xff" * 20, pack_reply(Reply(b"answer"))[:-1]):
        with pytest.raises(TransferError):
            unpack_reply(bad)
