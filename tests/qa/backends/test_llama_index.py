"""Our search as a llama-index retriever, over the sample papers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qa.bootstrap import open_retriever
from qa.papers import PageKind
from qa.questions.question import read_question
from tests.conftest import Samples

pytest.importorskip("llama_index.core", reason="llama-index-core is not installed")

PROJECT = Path(__file__).parents[3]
MERTON = "What did Cabinet decide on Merton House?"


def test_a_retriever_returns_what_our_search_returns(samples: Samples) -> None:
    from llama_index.core.base.base_retriever import BaseRetriever

    retriever = open_retriever(samples.folder, k=5)
    assert isinstance(retriever, BaseRetriever)
    nodes = retriever.retrieve(MERTON)
    hits = samples.answerer.searcher.search(read_question(MERTON), 5)
    assert [node.node_id for node in nodes] == [hit.passage.id for hit in hits]
    assert [node.score for node in nodes] == pytest.approx([hit.score for hit in hits], abs=1e-3)
    assert [node.get_content() for node in nodes] == [hit.passage.text for hit in hits]


def test_a_node_says_file_page_standing_and_heading(samples: Samples) -> None:
    nodes = open_retriever(samples.folder, k=5).retrieve("Merton House resolution January 2024")
    node = next(n for n in nodes if n.metadata["minute"] == "57")
    told = node.metadata
    assert told["file"] == "cabinet-2024-01-18-minutes.pdf"
    assert told["meeting_date"] == "2024-01-18" and told["body"] == "Cabinet"
    assert told["page_kind"] == PageKind.RANGE.value  # the whole resolution, over a page's end
    assert (told["page"], told["last_page"]) == (2, 3)
    assert "LEASE OF MERTON HOUSE" in told["heading"]
    assert told["url"].startswith(f"/papers/{told['paper_id']}#page=")
    assert {n.metadata["standing"] for n in nodes} >= {"decided"}


def test_a_query_engine_of_llama_index_works_on_it(samples: Samples) -> None:
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine

    retriever = open_retriever(samples.folder, k=3)
    engine = RetrieverQueryEngine.from_args(retriever, llm=MockLLM())
    response = engine.query("How many people signed the Pell Lane petition?")
    assert "312 signatures" in str(response)  # the mock says what it is asked
    assert "standing: " in str(response) and "paper_id" not in str(response)
    assert len(response.source_nodes) == 3


def test_nothing_imports_llama_index_before_it_is_asked_for() -> None:
    code = (
        "import sys, qa.bootstrap, qa.writing.choosing, qa.answerer, qa.backends.language_models\n"
        "heavy = ('llama_index', 'openai', 'ollama')\n"
        "sys.exit(any(name.startswith(heavy) for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False)
    assert done.returncode == 0
