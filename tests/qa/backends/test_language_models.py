"""A language model on a server, asked for a whole reply: what is sent, and what goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import LanguageModelError, SettingsError
from tests.qa.backends.served_model import Script, serving

if TYPE_CHECKING:
    from qa.backends.language_models import ServedModel

KINDS = ("openai", "ollama")


def served(kind: str, address: str, *, key: str | None = None, seconds: float = 20) -> ServedModel:
    pytest.importorskip(
        "llama_index.llms.openai_like", reason="the extra language-model is missing"
    )
    pytest.importorskip("llama_index.llms.ollama", reason="the extra language-model is missing")
    from qa.backends.language_models import ServedModel

    url = f"{address}/v1" if kind == "openai" else address
    return ServedModel("scripted", url, key=key, seconds=seconds, most_tokens=600)


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_is_completed_whole_without_a_system_prompt(kind: str) -> None:
    script = Script(says='{"verdict": true}')
    with serving(script) as address:
        assert served(kind, address, key="s3cret").complete("Is it so?") == '{"verdict": true}'
    [asked] = script.asked
    (message,) = asked["messages"]
    assert (message["role"], message["content"]) == ("user", "Is it so?")
    given = asked if kind == "openai" else asked["options"]
    assert given["temperature"] == 0
    assert given["max_tokens" if kind == "openai" else "num_predict"] == 600
    assert script.keys == ["Bearer s3cret"]


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_key_none_is_sent_whatever_the_environment_holds(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "of-another-service")
    monkeypatch.delenv("OLLAMA_API_KEY", raising=False)
    script = Script(says="Yes.")
    with serving(script) as address:
        model = served(kind, address)
        assert model.complete("Is it so?") == "".join(model.write("Be brief.", "Is it so?"))
    assert script.keys == ["", ""]


@pytest.mark.parametrize("kind", KINDS)
def test_how_far_a_request_came_is_told(kind: str) -> None:
    for status in (401, 404, 503):
        refusing = Script(says="x", status=status)
        with serving(refusing) as address, pytest.raises(LanguageModelError) as told:
            served(kind, address).complete("Is it so?")
        assert (told.value.status, told.value.reached) == (status, True)
    with pytest.raises(LanguageModelError, match="did not answer") as told:
        served(kind, address).complete("Is it so?")  # it is down now
    assert (told.value.status, told.value.reached) == (None, False)
    slow = Script(says="x", pause=2.0)
    with serving(slow) as address, pytest.raises(LanguageModelError) as told:
        served(kind, address, seconds=0.3).complete("Is it so?")
    assert (told.value.status, told.value.reached) == (None, False)


def test_an_address_that_is_none_names_the_setting_to_change() -> None:
    from qa.backends.language_models import ServedModel

    with pytest.raises(SettingsError, match=r"TOWNCLERK_JUDGE_URL is 'x'; give an address"):
        ServedModel("any", "x", settings="TOWNCLERK_JUDGE")
