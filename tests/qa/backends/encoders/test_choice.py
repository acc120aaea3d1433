"""Which form of the model is taken, and what is remembered of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from qa.backends.encoders import choice
from qa.backends.encoders.choice import AUTO, Choice, Form, embedder, forms_of, may_be_fastest
from qa.backends.encoders.onnx_runtime import OnnxEmbedder
from qa.backends.sentence_transformers import DEFAULT_MODEL, SentenceTransformersEmbedder
from qa.bootstrap import LoadedBeside
from qa.errors import SettingsError

pytest.importorskip("onnx")
OLD = "flags\t: fpu sse2 avx2\nmodel name\t: old\n"
NEW = "flags\t: fpu avx512f avx512_vnni avx512_bf16\nmodel name\t: new\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test's own, and a processor that has the instructions for int8."""
    monkeypatch.delenv("CACHE_DIRECTORY", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    be_processor(tmp_path, monkeypatch, NEW)
    return tmp_path / "cache" / "townclerk"


def be_processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    (tmp_path / "cpuinfo").write_text(told)
    monkeypatch.setattr(choice, "CPUINFO", tmp_path / "cpuinfo")


def form_of(model: object) -> str:
    assert isinstance(model, OnnxEmbedder)
    return model.form


def measured(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each form that is measured from now on."""
    seen: list[str] = []
    really = choice.passages_per_second

    def noting(model: OnnxEmbedder) -> float:
        seen.append(model.form)
        return really(model)

    monkeypatch.setattr(choice, "passages_per_second", noting)
    return seen


def test_what_is_fastest_is_measured_once_and_remembered(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = measured(monkeypatch)
    first = embedder(DEFAULT_MODEL, AUTO)
    assert seen == ["float32", "int8"]
    [kept] = cache.iterdir()
    told = json.loads(kept.read_text())
    speeds = told["per_second"]
    assert form_of(first) == told["form"] == max(speeds, key=speeds.__getitem__)
    assert form_of(embedder(DEFAULT_MODEL, AUTO)) == told["form"]
    assert seen == ["float32", "int8"]


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told[: len(told) // 2],
        lambda told: "",
        lambda told: "[]",
        lambda told: told.replace('"key": "', '"key": "0'),
        lambda told: json.dumps({**json.loads(told), "form": "float8"}),
        lambda told: json.dumps({**json.loads(told), "per_second": "fast"}),
        lambda told: "\0" * 4096,
    ],
    ids=["cut off", "empty", "a list", "of another machine", "no form", "no speeds", "zeros"],
)
def test_a_memory_that_is_damaged_or_foreign_is_not_believed(
    cache: Path, monkeypatch: pytest.MonkeyPatch, change: object
) -> None:
    embedder(DEFAULT_MODEL, AUTO)
    [kept] = cache.iterdir()
    sound = kept.read_text()
    assert callable(change)
    kept.write_text(change(sound))
    seen = measured(monkeypatch)
    embedder(DEFAULT_MODEL, AUTO)
    assert seen == ["float32", "int8"]
    assert json.loads(kept.read_text())["key"] == json.loads(sound)["key"]


def test_another_processor_or_package_is_measured_anew(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder(DEFAULT_MODEL, AUTO)
    seen = measured(monkeypatch)
    be_processor(tmp_path, monkeypatch, NEW.replace("new", "newer"))
    embedder(DEFAULT_MODEL, AUTO)
    monkeypatch.setattr(choice, "version", lambda package: "99")
    embedder(DEFAULT_MODEL, AUTO)
    assert seen == ["float32", "int8"] * 2
    assert len(list(cache.iterdir())) == 3


def test_where_nothing_can_be_remembered_the_model_loads_all_the_same(cache: Path) -> None:
    cache.parent.write_text("in the way")
    assert embedder(DEFAULT_MODEL, AUTO).embed(["a text"]).shape == (1, 384)


def test_a_processor_without_the_instructions_falls_back_to_float32(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_processor(tmp_path, monkeypatch, OLD)
    assert forms_of(choice.processor_flags()) == (Form.FLOAT32,)
    assert [form_of(embedder(DEFAULT_MODEL, form)) for form in (AUTO, *Form)] == ["float32"] * 4
    monkeypatch.setattr(choice, "CPUINFO", tmp_path / "nowhere")
    assert form_of(embedder(DEFAULT_MODEL, "int8")) == "float32"


def test_the_form_that_is_asked_for_is_taken() -> None:
    assert form_of(embedder(DEFAULT_MODEL, "int8")) == "int8"
    assert form_of(embedder(DEFAULT_MODEL, "float32")) == "float32"
    assert form_of(embedder(DEFAULT_MODEL)) == "float32"  # as questions are
    assert isinstance(embedder(DEFAULT_MODEL, "bfloat16"), SentenceTransformersEmbedder)
    beside = LoadedBeside(DEFAULT_MODEL, "int8")
    exact = LoadedBeside(DEFAULT_MODEL, "float32")
    assert not np.array_equal(beside.embed(["a text"]), exact.embed(["a text"]))


def test_bfloat16_is_tried_where_there_are_units_for_it_and_must_pay_for_its_loading() -> None:
    flags = frozenset({"avx512_vnni", "avx512_bf16"})
    assert set(forms_of(flags)) == set(Form)
    assert not may_be_fastest(Form.BFLOAT16, flags)
    assert may_be_fastest(Form.BFLOAT16, flags | {"amx_bf16"})
    assert may_be_fastest(Form.BFLOAT16, frozenset({"avx512_bf16"}))
    speeds = {Form.FLOAT32: 30.0, Form.INT8: 90.0, Form.BFLOAT16: 100.0}
    assert Choice.of("", speeds).form is Form.INT8
    assert Choice.of("", {**speeds, Form.BFLOAT16: 200.0}).form is Form.BFLOAT16


def test_a_name_that_is_no_folder_is_still_looked_for_on_a_hub(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(SettingsError, match="model hub"):
        embedder("nobody/has-this-model", AUTO)
