"""Odd requests, sent to the real service over the sample papers."""

from eval.reports.faults import fuzz_blocks, fuzz_json
from eval.speed.fuzz import Fuzzing, Sent, fuzz
from tests.conftest import Samples


def test_the_service_stays_up_and_keeps_to_itself(samples: Samples) -> None:
    result = fuzz(samples.folder, requests=150, seed=7, step=lambda step: None)
    assert len(result.sent) == 150
    assert set(result.statuses) == {"api", "chat", "address", "bytes"}
    assert any(each.status == 200 for each in result.sent)
    assert result.failed == []
    assert result.connected == []
    assert result.errors == []
    assert result.opened == {}
    assert result.answers_after
    assert fuzz_json(result)["requests"] == 150


def test_a_missing_reply_and_a_failure_are_failures_and_a_refusal_is_none() -> None:
    sent = [Sent("api", "GET /", status, 0.1) for status in (200, 404, 503, 500, 502, 0)]
    result = Fuzzing(sent, connected=["socket.connect\tx"])
    assert [each.status for each in result.failed] == [500, 502, 0]
    shown = "\n".join(str(block) for block in fuzz_blocks(result))
    assert "failed: 3" in shown
    assert "connections to other hosts: 1" in shown
