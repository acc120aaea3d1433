"""The forms of an embedding model, and which of them this machine computes fastest.

What is fastest is measured once, on the thread that loads the model and by its processor time, so
that other work on the machine does not decide. It is remembered in the user's cache, under what
may change it: the processor, the packages, the model. A memory that is damaged, or another
machine's, is not believed, and all is measured again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from qa.backends.encoders.onnx_runtime import OnnxEmbedder, can_run
from qa.backends.model_names import ModelName
from qa.backends.sentence_transformers import (
    SentenceTransformersEmbedder,
    folder_of,
)
from qa.protocols import Embedder, EmbedderInForm


class Form(StrEnum):
    """How the numbers of a model are held while it is computed."""

    INT8 = "int8"
    BFLOAT16 = "bfloat16"
    FLOAT32 = "float32"


AUTO = "auto"
"""In place of a form: the one that this machine computes fastest."""
RULES = 1
"""The number of the rules by which is chosen: another, and all is measured again."""
GAIN = 1.25
"""How much faster bfloat16 must be: torch takes some five seconds to load, the others a half."""
PASSAGES = 6
ROUNDS = 3
_PASSAGE = (
    "Cabinet > Revenue budget monitoring\nThe Director reported a forecast overspend of £1.2 "
    "million on adult social care, of which £0.4 million came from placements made since June. "
    "Members asked what had been done to bring new providers into the county, and whether the "
    "reserve set aside in February would be enough. RESOLVED that the forecast be noted and that "
    "a further report come to the meeting next autumn, with the savings that each directorate "
    "has made, the risks to the medium term plan, and the views of the scrutiny committee. "
)
WHOLE_NUMBERS = frozenset(
    {"avx512_vnni", "avx_vnni", "avx_vnni_int8", "amx_int8", "asimddp"}  # the last is ARM's
)
"""What the system calls a processor's instructions that multiply eight-bit numbers and add them
up. Without them int8 is slower, and on some processors the sums run over."""
HALF_NUMBERS = frozenset({"avx512_bf16", "amx_bf16", "bf16"})
"""The same for bfloat16."""
MATRICES = "amx_bf16"
MEASURED_PACKAGES = ("onnxruntime", "torch", "numpy")


def embedder(model: str, form: str = Form.FLOAT32) -> EmbedderInForm:
    """Load a model in a form, `AUTO` for the fastest. Raises SettingsError where it cannot be had.

    The vectors of all forms are alike enough to be compared, so a library may be asked in one and
    built in another. A form that this processor has no instructions for gives way to float32. A
    model that only sentence-transformers can run has no int8; there `AUTO` is bfloat16 where the
    processor multiplies it.
    """
    named = ModelName.read(model)
    folder = folder_of(named.model)
    flags = processor_flags()
    if named.has_prompts or not can_run(folder):
        half = form != Form.FLOAT32 and bool(flags & HALF_NUMBERS)
        return SentenceTransformersEmbedder(model, bfloat16=half)
    possible = forms_of(flags)
    if form != AUTO:
        chosen = Form(form) if form in possible else Form.FLOAT32
        return load(model, folder, chosen)
    key = machine_key(model, flags)
    memory = memory_path(key)
    known = recall(memory, key, possible)
    if known is not None:
        return load(model, folder, known.form)
    loaded: dict[Form, EmbedderInForm] = {}

    def loading(which: Form) -> Embedder:
        loaded[which] = load(model, folder, which)
        return loaded[which]

    tried = [one for one in possible if may_be_fastest(one, flags)]
    choice = Choice.of(key, {one: passages_per_second(loading(one)) for one in tried})
    remember(memory, choice)
    return loaded[choice.form]


def load(model: str, folder: Path, form: Form) -> EmbedderInForm:
    """Load a model that onnxruntime can run in one of the forms."""
    if form is Form.BFLOAT16:
        return SentenceTransformersEmbedder(model, bfloat16=True)
    return OnnxEmbedder(model, folder, int8=form is Form.INT8)


def forms_of(flags: frozenset[str]) -> tuple[Form, ...]:
    """Return the forms that a processor with these instructions may be asked to compute."""
    forms = [Form.FLOAT32]
    if flags & WHOLE_NUMBERS:
        forms.append(Form.INT8)
    if flags & HALF_NUMBERS and _is_installed("torch"):
        forms.append(Form.BFLOAT16)
    return tuple(forms)


def may_be_fastest(form: Form, flags: frozenset[str]) -> bool:
    """Whether a form is worth being measured, which for bfloat16 takes the loading of torch.

    Processors without units for matrices (AMX) multiply eight bits twice as fast as sixteen.
    """
    return form is not Form.BFLOAT16 or MATRICES in flags or not flags & WHOLE_NUMBERS


@dataclass(frozen=True, slots=True)
class Choice:
    """What was measured on a machine, and which form was chosen."""

    key: str
    """What the measurement holds for; see `machine_key`."""
    form: Form
    per_second: dict[Form, float]
    """Passages a second on one thread."""

    @classmethod
    def of(cls, key: str, per_second: Mapping[Form, float]) -> Choice:
        """Choose the fastest; bfloat16 only where it is so by a good deal (`GAIN`)."""
        worth = {
            form: speed / (GAIN if form is Form.BFLOAT16 else 1)
            for form, speed in per_second.items()
        }
        return cls(key, max(worth, key=lambda form: worth[form]), dict(per_second))


def passages_per_second(model: Embedder) -> float:
    """Return how many passages of usual length a thread embeds in a second of its own time."""
    texts = [f"{number}. {_PASSAGE}" for number in range(PASSAGES)]
    model.embed(texts[:1])
    rounds = []
    for _ in range(ROUNDS):
        # One text at a time, which every embedder does on the thread that asks.
        before = time.thread_time()
        for text in texts:
            model.embed([text])
        rounds.append(time.thread_time() - before)
    return PASSAGES / max(min(rounds), 1e-6)


# What is remembered

_CHOICE = TypeAdapter(Choice)


def machine_key(model: str, flags: frozenset[str]) -> str:
    """Return what a measurement depends on: the processor, the packages, the model, the rules."""
    packages = [f"{name} {_version(name)}" for name in MEASURED_PACKAGES]
    told = [platform.machine(), processor_name(), " ".join(sorted(flags)), *packages, model]
    return hashlib.sha256("\n".join([str(RULES), *told]).encode()).hexdigest()


def memory_path(key: str) -> Path:
    """Return where the choice for a machine is remembered: in the user's cache, as systemd says."""
    given = os.environ.get("CACHE_DIRECTORY", "").partition(":")[0]
    if given:
        folder = Path(given)
    else:
        cache = os.environ.get("XDG_CACHE_HOME", "")
        folder = (Path(cache) if cache else Path("~/.cache")) / "townclerk"
    with contextlib.suppress(RuntimeError):  # nobody's home
        folder = folder.expanduser()
    return folder / f"encoder-{key[:16]}.json"


def recall(path: Path, key: str, possible: tuple[Form, ...]) -> Choice | None:
    """Return the choice that is remembered; None where it is missing, damaged or of another key."""
    try:
        choice = _CHOICE.validate_json(path.read_bytes(), strict=False)
    except (OSError, ValidationError):
        return None
    return choice if choice.key == key and choice.form in possible else None


def remember(path: Path, choice: Choice) -> None:
    """Remember a choice; where that cannot be written, it is measured again the next time."""
    part = path.with_suffix(f".{os.getpid()}.part")
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_text(json.dumps(asdict(choice), indent=1) + "\n", encoding="utf-8")
        part.replace(path)


# The processor

CPUINFO = Path("/proc/cpuinfo")


def processor_flags() -> frozenset[str]:
    """Return the names of the instructions that the processor has; none where nothing says so."""
    return frozenset((_cpuinfo().get("flags") or _cpuinfo().get("Features") or "").split())


def processor_name() -> str:
    """Return what the processor calls itself."""
    told = _cpuinfo()
    names = ("vendor_id", "cpu family", "model", "model name", "stepping", "CPU part")
    return ", ".join(told[name] for name in names if name in told) or platform.processor()


def _cpuinfo() -> dict[str, str]:
    """Return what the system says of its first processor."""
    try:
        first = CPUINFO.read_text(encoding="utf-8", errors="replace").partition("\n\n")[0]
    except OSError:
        return {}
    pairs = (line.partition(":") for line in first.splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _is_installed(package: str) -> bool:
    return _version(package) != "none"
