from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from eval.gold.questions import GoldQuestion
from eval.reports.page import markdown, page, recall_at_k, report_data, verdict_of, write_report
from eval.reports.plots import Frame, latency_plot, recall_plot, reliability_plot
from eval.runs.records import Run
from eval.statistics import Share
from qa.answers import Answer
from qa.papers import Standing
from tests.eval.kept import keep
from tests.eval.scripted import (
    CARE,
    CARE_ROW,
    FERRY,
    LIBRARY,
    QUESTIONS,
    answered,
    cite_page,
    declined,
    evidence,
    hit,
    pages,
    paper,
    right_answers,
)

HOSTILE = '</script><script>document.title="taken"</script><img src=x onerror=alert(1)>&"\'|`'


def spoilt() -> dict[str, Answer]:
    script = right_answers()
    script[FERRY.question] = declined()
    script[LIBRARY.question] = replace(script[LIBRARY.question], answer="See [1]")
    return script


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return keep(tmp_path / "spoilt", spoilt(), settings={"k": 10})


@pytest.fixture
def hostile(tmp_path: Path) -> Run:
    """A run in which everything that can be markup is."""
    named = paper("d" * 16, f"{HOSTILE}.pdf", "pdf", 2)
    citation = replace(cite_page(HOSTILE, pages(1)), paper=named, heading=(HOSTILE,))
    question = replace(
        CARE,
        id=HOSTILE,
        question=HOSTILE,
        category=HOSTILE,
        gold=HOSTILE,
        answer=HOSTILE,
        key_facts=(HOSTILE,),
        evidence=(evidence("budget.pdf", HOSTILE, 2),),
    )
    text = f"{HOSTILE}\n\n> {HOSTILE} [1]\n\n[go](javascript:alert(1)) ![x](http://x.example/y)"
    answer = answered(Standing.DECIDED, [citation], [hit(1, named, HOSTILE, page=1)], text)
    questions: list[GoldQuestion] = [question]
    return keep(tmp_path / "hostile", {HOSTILE: answer}, questions, settings={HOSTILE: HOSTILE})


def test_a_verdict_is_right_partly_right_or_wrong(run: Run) -> None:
    verdicts = {record.outcome.id: verdict_of(record) for record in run.records}
    assert verdicts == {
        "ferry": "wrong",
        "library": "right",
        "care": "right",
        "rent": "right",
        "private": "right",
    }


@pytest.mark.parametrize(
    ("faults", "measured", "verdict"),
    [
        ([], {}, "right"),
        (["no evidence in the first ten hits"], {"hit@10": Share(0, 1)}, "partly right"),
        (["facts missing: a"], {"key facts": Share(1, 2)}, "partly right"),
        (["facts missing: a; b"], {"key facts": Share(0, 2)}, "wrong"),
        (["declined, though the papers answer it"], {"false refusals": Share(1, 1)}, "wrong"),
        (["answered, though the papers do not"], {"decline recall": Share(0, 1)}, "wrong"),
        (["reported as decided"], {"proposal as decision": Share(1, 1)}, "wrong"),
        (["reported as decided"], {"other as decision": Share(1, 1)}, "wrong"),
        (["a quote is not verbatim"], {"quotes verbatim": Share(1, 2)}, "wrong"),
        (["withheld text is told"], {"withheld told": Share(1, 1)}, "wrong"),
    ],
)
def test_what_makes_a_verdict(
    run: Run, faults: list[str], measured: dict[str, Share], verdict: str
) -> None:
    record = next(record for record in run.records if not record.line.faults)
    outcome = replace(record.outcome, shares={**record.outcome.shares, **measured})
    line = record.line.model_copy(update={"faults": tuple(faults)})
    assert verdict_of(replace(record, outcome=outcome, line=line)) == verdict


def test_recall_against_k_is_what_the_rankings_come_to(tmp_path: Path) -> None:
    # Ferry has both needs at rank 1; the library its one at rank 1; care its one at rank 2.
    rows = recall_at_k(keep(tmp_path).records)
    assert [row["k"] for row in rows] == list(range(1, 11))
    assert rows[0]["recall"] == rows[0]["hit"] == pytest.approx(2 / 3)
    assert rows[1]["recall"] == rows[1]["hit"] == 1
    assert rows[0]["questions"] == 3


def test_the_three_files_have_the_same_figures(run: Run, tmp_path: Path) -> None:
    html, text, data = write_report(run, tmp_path / "new" / "folder")
    kept = json.loads(data.read_text("utf-8"))
    assert kept["verdicts"] == {"right": 4, "partly right": 0, "wrong": 1}
    assert kept["overall"]["measures"]["key facts"]["value"] == 0.8
    for path in (html, text):
        shown = path.read_text("utf-8")
        assert "5 questions, of which the papers held answer 3" in shown
        assert "0.800" in shown
        assert "settings.k" in shown
        assert all(question.question in shown for question in QUESTIONS)
    assert "| table | 1 | 1 | 0 | 0 |" in text.read_text("utf-8")
    assert "- 4 of 5 questions without a fault\n" in text.read_text("utf-8")


def test_markup_in_papers_and_gold_is_shown_and_never_run(hostile: Run) -> None:
    shown = page(report_data(hostile))
    tree = LexborHTMLParser(shown)
    assert len(tree.css("script")) == 1
    assert tree.css("img") == []
    assert tree.css("a") == []
    assert not [node for node in tree.css("*") if any(n.startswith("on") for n in node.attributes)]
    assert tree.css_first("details.card summary").text().count(HOSTILE) == 3
    assert tree.css_first("details.card").attributes["data-category"] == HOSTILE
    assert 'taken"</script>' not in shown


def test_the_numbers_in_a_quote_stay_as_the_paper_has_them(tmp_path: Path) -> None:
    script = spoilt()
    quoted = "> 7. RESOLVED that Cabinet:  \n> 1. Agree;  \n> 3. Note [1]"
    script[LIBRARY.question] = replace(script[LIBRARY.question], answer=quoted)
    data = report_data(keep(tmp_path / "numbered", script, settings={"k": 10}))
    shown = page(data)
    assert "7. RESOLVED that Cabinet:" in shown
    assert "1. Agree;" in shown
    assert "> > 1\\. Agree;" in markdown(data)


def test_markup_does_not_run_in_the_markdown_either(hostile: Run) -> None:
    shown = markdown(report_data(hostile))
    assert "<script" not in shown
    assert "<img" not in shown
    row = next(line for line in shown.splitlines() if line.startswith("| &lt;/script"))
    assert "\\|" in row


def test_the_page_loads_nothing(run: Run) -> None:
    tree = LexborHTMLParser(page(report_data(run)))
    assert tree.css("link, iframe, object, script[src], img[src]") == []
    policy = tree.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_papers_that_are_not_held_are_told(run: Run) -> None:
    told = replace(
        run, circumstances=run.circumstances.model_copy(update={"not_held": ("pier.pdf",)})
    )
    assert "pier.pdf" in page(report_data(told))
    assert "Not held, so counted as missed: pier.pdf" in markdown(report_data(told))


def test_a_run_of_questions_without_answers_has_a_report_too(tmp_path: Path) -> None:
    run = keep(tmp_path, questions=QUESTIONS[3:4])
    data = report_data(run)
    assert data["recall_at_k"] == []
    assert "Evidence found" not in page(data)
    assert "1 right" in markdown(data)


def test_values_stand_where_the_axes_say() -> None:
    frame = Frame((0, 10))
    assert frame.at(0, 0) == (52, 244)
    assert frame.at(10, 1) == (414, 14)
    assert frame.at(5, 0.5) == (233, 129)


def test_plots_draw_their_values_and_nothing_of_nothing() -> None:
    rows = [
        {"k": k, "recall": k / 4, "hit": k / 2, "interval": (0, 1), "questions": 3} for k in (1, 2)
    ]
    drawn = recall_plot(rows)
    assert 'class="first" points="52.0,186.5 414.0,129.0"' in drawn
    assert "Recall at 2 is 0.50 over 3 questions." in drawn
    times = latency_plot([10.0, 20.0, 30.0])
    assert "p50: 20" in times
    assert "p95: 29" in times
    assert recall_plot([]) == reliability_plot(None) == latency_plot([]) == ""


def test_one_slow_answer_does_not_press_the_others_against_the_axis() -> None:
    drawn = latency_plot([*[10.0] * 99, 5000.0])
    assert "slowest 5000" in drawn
    assert ">20<" in drawn


def test_the_questions_can_be_filtered_in_a_browser(
    run: Run, tmp_path: Path, browser: Browser
) -> None:
    html = write_report(run, tmp_path)[0]
    asked: list[str] = []
    opened = browser.new_page()
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: asked.append(message.text))
    opened.goto(html.as_uri())
    cards = opened.locator("details.card:visible")
    assert cards.count() == 5
    opened.select_option("select[name=verdict]", "wrong")
    assert cards.count() == 1
    assert opened.locator("#shown").text_content() == "1 of 5 questions shown"
    opened.click("input[type=reset]")
    opened.fill("input[name=words]", CARE_ROW.split()[0].upper())
    assert cards.locator("summary span").nth(1).text_content() == CARE.question
    assert asked == [html.as_uri()]
    opened.close()


def test_hostile_markup_does_not_run_in_a_browser(
    hostile: Run, tmp_path: Path, browser: Browser
) -> None:
    opened = browser.new_page()
    opened.goto(write_report(hostile, tmp_path)[0].as_uri())
    assert opened.title() == "Evaluation: hostile"
    opened.select_option("select[name=category]", HOSTILE)
    assert opened.locator("details.card:visible").count() == 1
    opened.close()
