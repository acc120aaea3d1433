from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXTRA = ("scipy", "ir_measures", "pytrec_eval")
MISSING = (
    "townclerk: measuring needs packages that are not installed; "
    "run pip install 'townclerk[eval]'\n"
)
RUN_WITHOUT = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in HIDDEN:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

HIDDEN = sys.argv.pop(1).split(",")
sys.meta_path.insert(0, Hidden())
from ui.cli import main
main()
"""
WHO_IMPORTS = """
import json, sys

EXTRA, importers = ("scipy", "ir_measures", "pytrec_eval"), set()

class Watched:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in EXTRA:
            frame = sys._getframe(1)
            while frame.f_code.co_filename.startswith("<frozen importlib"):
                frame = frame.f_back
            importers.add(frame.f_globals["__name__"])

sys.meta_path.insert(0, Watched())
from ui.cli import main
import ui.chat, ui.service
for arguments in json.loads(sys.argv[1]):
    sys.argv[1:] = arguments
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, (arguments, ended.code)
print(json.dumps({"importers": sorted(importers), "modules": sorted(sys.modules)}))
"""


def child(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("hidden", ["scipy", "ir_measures"])
@pytest.mark.parametrize(
    "command",
    [
        ["run", "samples/gold.jsonl"],
        ["compare", "a", "b"],
        ["measure", "qrels", "run"],
        ["fit", "samples/gold.jsonl", "--library", "library"],
    ],
    ids=lambda command: str(command[0]),
)
def test_without_the_extra_a_measuring_command_says_which_to_install(
    hidden: str, command: list[str]
) -> None:
    done = child(RUN_WITHOUT, hidden, "eval", *command)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", MISSING)


def test_gold_files_are_checked_without_the_extra() -> None:
    done = child(RUN_WITHOUT, ",".join(EXTRA), "eval", "validate", "samples/gold.jsonl")
    assert done.returncode == 0
    assert done.stdout.endswith(" questions: 0 wrong, 0 to look at\n")


def test_reading_and_asking_import_nothing_of_the_extra(tmp_path: Path) -> None:
    paper, library = tmp_path / "minutes.txt", str(tmp_path / "library")
    paper.write_text("BRACKWATER COUNCIL\n\nRESOLVED: That the ferry be kept.\n", encoding="utf-8")
    commands = [
        ["ingest", str(paper), "--library", library],
        ["ask", "What was resolved on the ferry?", "--library", library],
        ["papers", "--library", library],
        ["doctor", "--library", library],
    ]
    done = child(WHO_IMPORTS, json.dumps(commands))
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout.splitlines()[-1])
    # sentence-transformers brings a scipy of its own; our packages do not use it.
    assert not {name for name in shown["importers"] if name.split(".")[0] in ("qa", "ingest", "ui")}
    assert not {"ir_measures", "pytrec_eval", "eval.statistics"} & set(shown["modules"])
