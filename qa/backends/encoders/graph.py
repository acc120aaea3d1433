"""A BERT encoder as an ONNX graph, written from its weights: in float32, or in int8.

The graph takes one text, so nothing is padded, and a vector does not depend on what is embedded
beside it. What is in it: the sum of embeddings is normalised; then in each layer attention and a
feed-forward network, each added to what went in and normalised; at last the mean over the tokens.

In int8 the weights have a scale for each output (127 is the largest of a column). What goes into
them is brought to eight bits as it comes: into the attention with one scale for the text, and into
the feed-forward network with a scale for each token. What attention passes on (its values) stays in
float32. docs/adr/0031-encoder-forms.md has what each of these gives in likeness.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

MICROSOFT = "com.microsoft"
"""The operators that onnxruntime adds to ONNX."""
OPSET, IR_VERSION = 20, 10
TEXT, VECTOR = "text", "vector"
"""The graph's input, of shape (1, tokens, width), and its output, (1, width)."""
LARGEST = 127.0
"""Of an int8."""
MIDDLE = 128
"""The zero of what is kept as unsigned eight bits."""
SMALLEST_SCALE = 1e-12

Weights = NDArray[np.float32]
_Quantised = tuple[str, ...]
"""Names of the same values in eight bits: the values, their scale, and their zero if it varies."""


@dataclass(frozen=True, slots=True)
class Embeddings:
    """What a text's tokens become before the graph."""

    words: Weights
    """Of shape (words of the vocabulary, width)."""
    places: Weights
    """Of shape (longest text, width); the kind of a text is added in."""

    def of(self, tokens: Sequence[int]) -> Weights:
        """Return the graph's input for a text, of shape (1, tokens, width)."""
        found: Weights = self.words[list(tokens)] + self.places[: len(tokens)]
        return found[np.newaxis]


def write_graph(folder: Path, *, int8: bool) -> tuple[bytes, Embeddings]:
    """Return a model's graph, as onnxruntime loads it, and its embeddings.

    The folder holds `config.json` and `model.safetensors` of a BERT model.
    """
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    weights = load_file(folder / "model.safetensors")
    weights = {name.removeprefix("bert."): value for name, value in weights.items()}
    graph = _Graph(weights, settings, int8)
    kind = weights["embeddings.token_type_embeddings.weight"][0]
    embeddings = Embeddings(
        weights["embeddings.word_embeddings.weight"],
        weights["embeddings.position_embeddings.weight"] + kind,
    )
    return graph.written(), embeddings


@dataclass(slots=True)
class _Graph:
    """The graph as it grows. Each step adds nodes, and returns the name of what they give."""

    weights: Mapping[str, Weights]
    settings: Mapping[str, Any]
    int8: bool
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    kept: dict[str, onnx.TensorProto] = field(default_factory=dict)

    def written(self) -> bytes:
        width = int(self.settings["hidden_size"])
        state = self._normalised(TEXT, "embeddings.LayerNorm")
        for number in range(int(self.settings["num_hidden_layers"])):
            layer = f"encoder.layer.{number}"
            mixed = self._attention(state, f"{layer}.attention")
            state = self._normalised(
                self._add("Add", [mixed, state]), f"{layer}.attention.output.LayerNorm"
            )
            fed = self._feed_forward(state, layer)
            state = self._normalised(self._add("Add", [fed, state]), f"{layer}.output.LayerNorm")
        tokens = self._keep("axis_of_tokens", np.array([1], np.int64))
        self.nodes.append(helper.make_node("ReduceMean", [state, tokens], [VECTOR], keepdims=0))
        graph = helper.make_graph(
            self.nodes,
            "encoder",
            [helper.make_tensor_value_info(TEXT, TensorProto.FLOAT, [1, None, width])],
            [helper.make_tensor_value_info(VECTOR, TensorProto.FLOAT, [1, width])],
            list(self.kept.values()),
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=opsets)
        model.ir_version = IR_VERSION
        return bytes(model.SerializeToString())

    def _attention(self, state: str, layer: str) -> str:
        """Add attention, and the layer that mixes its heads."""
        scaled = self._scaled_by_text(state)
        # The values in eight bits would make half of all the error.
        three = [
            self._linear(state, () if part == "value" else scaled, f"{layer}.self.{part}")
            for part in ("query", "key", "value")
        ]
        heads = int(self.settings["num_attention_heads"])
        found = self._add("MultiHeadAttention", three, domain=MICROSOFT, num_heads=heads)
        return self._linear(found, self._scaled_by_text(found), f"{layer}.output.dense")

    def _feed_forward(self, state: str, layer: str) -> str:
        name = f"{layer}.intermediate.dense"
        wide = self._linear(state, self._scaled_by_token(state), name)
        wide = self._add("Gelu", [wide], domain=MICROSOFT)
        return self._linear(wide, self._scaled_by_token(wide), f"{layer}.output.dense")

    def _normalised(self, state: str, name: str) -> str:
        # SkipLayerNormalization, which adds as well, takes five times as long as both steps here.
        scale, shift = (self._keep(f"{name}.{part}") for part in ("weight", "bias"))
        epsilon = float(self.settings["layer_norm_eps"])
        return self._add("LayerNormalization", [state, scale, shift], axis=-1, epsilon=epsilon)

    def _linear(self, state: str, eight: _Quantised, name: str) -> str:
        """Add a layer that multiplies by weights and adds a bias."""
        matrix, bias = self.weights[f"{name}.weight"].T, self._keep(f"{name}.bias")
        if not eight:
            product = self._add("MatMul", [state, self._keep(f"{name}.matrix", matrix)])
            return self._add("Add", [product, bias])
        scales = np.maximum(np.abs(matrix).max(axis=0) / LARGEST, SMALLEST_SCALE)
        whole = np.clip(np.rint(matrix / scales), -LARGEST, LARGEST).astype(np.int8)
        held = self._keep(f"{name}.int8", whole)
        scale = self._keep(f"{name}.scales", scales.astype(np.float32))
        values, own_scale, *zero = eight
        if zero:  # one scale for the text: a single step does it all
            inputs = [values, held, own_scale, scale, *zero, "", bias]
            return self._add("MatMulIntegerToFloat", inputs, domain=MICROSOFT)
        one, middle = self._one(), self._middle()
        inputs = [values, held, one, scale, middle]
        product = self._add("MatMulIntegerToFloat", inputs, domain=MICROSOFT)
        return self._add("Add", [self._add("Mul", [product, own_scale]), bias])

    def _scaled_by_text(self, state: str) -> _Quantised:
        """Add the step to eight bits with one scale and one zero for all values."""
        if not self.int8:
            return ()
        names = tuple(f"{state}.{part}" for part in ("text8", "text_scale", "text_zero"))
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [state], names))
        return names

    def _scaled_by_token(self, state: str) -> _Quantised:
        """Add the step to eight bits with a scale for each token."""
        if not self.int8:
            return ()
        width = self._keep("axis_of_width", np.array([2], np.int64))
        largest = self._add("ReduceMax", [self._add("Abs", [state]), width], keepdims=1)
        scale = self._add("Mul", [largest, self._keep("to_127", np.float32(1 / LARGEST))])
        inputs = [self._add("Div", [state, scale]), self._one(), self._middle()]
        return self._add("QuantizeLinear", inputs), scale

    def _one(self) -> str:
        return self._keep("one", np.float32(1))

    def _middle(self) -> str:
        return self._keep("middle", np.array(MIDDLE, np.uint8))

    def _add(
        self, operator: str, inputs: Sequence[str], *, domain: str = "", **how: float | int
    ) -> str:
        name = f"{operator}.{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], domain=domain, **how))
        return name

    def _keep(self, name: str, value: Any = None) -> str:
        """Keep a value in the graph: the weights of this name, where none is given."""
        if name not in self.kept:
            array = np.ascontiguousarray(self.weights[name] if value is None else value)
            # A scalar would become a row of one.
            array = array if value is None or np.ndim(value) else array.reshape(())
            self.kept[name] = numpy_helper.from_array(array, name)
        return name
