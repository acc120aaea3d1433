"""Replies over the sample papers: plain, with an example that is answered, and no search."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from qa.answers import ASKS_FOR_HELP, NOT_ENGLISH, AnswerStatus
from qa.protocols import Filter
from qa.replies import reply as replies
from qa.replies.reply import reply_without_search
from tests.conftest import Samples


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("help", ASKS_FOR_HELP),
        ("you are useless", ASKS_FOR_HELP),
        ("Qui a voté contre le budget de l'année prochaine ?", NOT_ENGLISH),
        ("Beth benderfynodd y Cabinet am y llyfrgelloedd?", NOT_ENGLISH),
        ("بجٹ کے خلاف کس نے ووٹ دیا؟", NOT_ENGLISH),
    ],
)
@pytest.mark.parametrize("which", [Filter(), Filter(body="Cabinet")])
def test_what_asks_nothing_of_the_papers_gets_a_plain_reply(
    text: str, why: str, which: Filter, samples: Samples
) -> None:
    answer = samples.answerer.ask(text, filters=which)
    assert answer.status is AnswerStatus.NOT_FOUND and answer.declined_by == why
    assert not answer.citations and not answer.hits and not answer.nearest
    assert answer.line and answer.answer.startswith(f"**{answer.line}**")
    assert "Understood as" not in answer.answer


def test_the_examples_of_the_reply_are_answered(samples: Samples) -> None:
    reply = samples.answerer.ask("what can you do?")
    examples = re.findall("“([^”]+)”", reply.answer)
    assert len(examples) == 2
    for example in examples:
        assert samples.answerer.ask(example).status is AnswerStatus.ANSWERED


def test_a_follow_up_still_rests_on_what_was_asked_before_the_call_for_help(
    samples: Samples,
) -> None:
    merton = "What did Cabinet decide on Merton House?"
    answer = samples.answerer.ask("Who moved it?", previous=[merton, "help"])
    assert answer.understood_as and "MERTON HOUSE" in answer.understood_as.upper()


def test_welsh_is_asked_where_a_welsh_paper_is_held(
    samples: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The papers of the samples are English; one passage of them is put into Welsh here."""
    library = samples.answerer.library
    question = "Beth benderfynodd y Cabinet am y llyfrgelloedd?"
    assert reply_without_search(question, library) is not None
    paper = library.papers()[0]
    first = library.passages_of(paper.id)[0]
    welsh = "Penderfynwyd bod y cyngor yn cytuno ar y cynllun ac i'r gwaith gael ei wneud. " * 5
    unit = replace(first.units[0], text=welsh)
    monkeypatch.setattr(library, "passages_of", lambda _: [replace(first, units=(unit,))])
    library.reading.forget()  # what was worked out of all papers
    assert replies.holds_welsh(library)
    assert reply_without_search(question, library) is None
    assert reply_without_search("Qui a voté contre le budget ?", library) is not None
    library.reading.forget()
