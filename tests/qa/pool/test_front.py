"""The real crew over a copy of the sample library: answers, and every kind of fault."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qa.answers import Answer, to_json
from qa.engines import EMBEDDED
from qa.errors import (
    IndexMismatchError,
    LibraryError,
    QuestionError,
    QuestionTimeoutError,
    QueueFullError,
    SettingsError,
    StoppingError,
    WorkerLostError,
)
from qa.library.databases.folder import FILE
from qa.library.moving import copy_to_postgresql
from qa.papers import PaperKind
from qa.pool.front import PooledAnswerer
from qa.protocols import Filter
from qa.settings import Settings, read_settings
from tests.conftest import Samples
from tests.postgresql import PostgresServer
from tests.qa.backends.served_model import Script, serving
from tests.qa.pool.family import children, eventually, runs

PROJECT = Path(__file__).resolve().parents[3]
CAR_PARKS = "What was decided about car park charges?"
LONG = 600.0
"""Seconds that no test takes."""


class House:
    """A pool of one worker over a library of its own."""

    def __init__(self, folder: Path, **given: object) -> None:
        self.folder = folder
        self.pool = PooledAnswerer(settings(folder, **given))
        self.pool.start()
        self.hands = ThreadPoolExecutor(8)

    def worker(self) -> int:
        """The one worker's process id, once it is ready."""
        eventually(lambda: self.pool.staffing.ready == 1)
        return self.pool.staffing.processes[1]

    def nursery(self) -> int:
        return self.pool.staffing.processes[0]

    def ask_in_background(self, question: str = CAR_PARKS) -> Future[Answer]:
        return self.hands.submit(self.pool.ask, question)

    def close(self) -> None:
        self.pool.close()
        self.hands.shutdown()


def settings(folder: Path, **given: object) -> Settings:
    return read_settings(library=folder, **given)


@pytest.fixture(scope="module")
def house(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house") / "library"
    shutil.copytree(samples.folder, folder)
    made = House(folder, question_seconds=LONG, max_waiting=2)
    yield made
    made.close()


@pytest.fixture
def held(house: House) -> Iterator[int]:
    """A worker that takes a question and does not answer, as if it hung; let go at the end."""
    pid = house.worker()
    os.kill(pid, signal.SIGSTOP)
    yield pid
    if runs(pid):
        os.kill(pid, signal.SIGCONT)


def timeless(answer: Answer, hits: int) -> dict[str, Any]:
    return {**to_json(answer, hits), "timings_ms": {}}


@pytest.mark.parametrize(
    ("question", "given"),
    [
        (CAR_PARKS, {"hits": 5}),
        ("Who moved it?", {"previous": (CAR_PARKS,)}),
        (CAR_PARKS, {"as_at": date(2023, 12, 31)}),
        (CAR_PARKS, {"filters": Filter(body="cabinet", first=date(2024, 1, 1)), "hits": 3}),
        (CAR_PARKS, {"filters": Filter(kind=PaperKind.MINUTES), "as_at": date(2024, 3, 1)}),
        ("How many otters were counted?", {}),
    ],
)
def test_a_worker_answers_as_this_very_process_does(
    house: House, samples: Samples, question: str, given: dict[str, Any]
) -> None:
    here, there = samples.answerer.ask(question, **given), house.pool.ask(question, **given)
    hits = given.get("hits", 0)
    assert timeless(there, hits) == timeless(here, hits)


def test_what_cannot_be_asked_waits_for_nobody(house: House, held: int) -> None:
    with pytest.raises(QuestionError):
        house.pool.ask("  ")


def test_half_a_surrogate_pair_is_no_harm(house: House) -> None:
    assert house.pool.ask("What was decided about \ud800 car parks?").question


def test_the_front_has_neither_models_nor_indexes_open(house: House) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from qa.pool.front import PooledAnswerer\n"
        "from qa.settings import read_settings\n"
        "pool = PooledAnswerer(read_settings(library=Path(sys.argv[1])))\n"
        "assert pool.library.papers()\n"
        "heavy = ('torch', 'transformers', 'sentence_transformers', 'llama_index')\n"
        "print(*[name for name in heavy if name in sys.modules], pool.library.indexes.are_open)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(house.folder)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=True,
    )
    assert done.stdout.split() == ["False"], done.stderr


def test_a_worker_that_ends_while_nothing_is_asked_is_replaced(house: House) -> None:
    pid = house.worker()
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not runs(pid))
    assert house.pool.ask(CAR_PARKS).citations
    assert house.worker() != pid


def test_a_question_whose_worker_ends_is_asked_once_more(house: House, held: int) -> None:
    asked = house.ask_in_background()
    eventually(lambda: house.pool.staffing.answering == 1)
    os.kill(held, signal.SIGKILL)
    assert asked.result().citations


def test_only_so_many_questions_may_wait(house: House, held: int) -> None:
    running = house.ask_in_background()
    eventually(lambda: house.pool.staffing.answering == 1)
    waiting = [house.ask_in_background() for _ in range(2)]
    eventually(lambda: house.pool.staffing.waiting == 2)
    with pytest.raises(QueueFullError) as refused:
        house.pool.ask(CAR_PARKS)
    assert refused.value.retry_after > 0
    os.kill(held, signal.SIGCONT)
    assert all(asked.result().citations for asked in (running, *waiting))


def test_a_question_that_is_taken_back_frees_its_place(house: House, held: int) -> None:
    running = house.ask_in_background()
    eventually(lambda: house.pool.staffing.answering == 1)
    given_up = house.pool.stream(CAR_PARKS)
    eventually(lambda: house.pool.staffing.waiting == 1)
    given_up.close()
    eventually(lambda: house.pool.staffing.waiting == 0)
    assert list(given_up) == []
    os.kill(held, signal.SIGCONT)
    assert running.result().citations


def test_a_library_that_is_taken_away_and_put_back_is_noticed(house: House) -> None:
    assert house.pool.ask(CAR_PARKS).citations
    away = house.folder.with_name("away")
    house.folder.rename(away)
    with pytest.raises(LibraryError, match="there is no library in"):
        house.pool.ask(CAR_PARKS)
    assert not house.pool.parts()["catalogue"].ok
    away.rename(house.folder)
    eventually(lambda: house.pool.parts()["workers"].ok)
    assert house.pool.ask(CAR_PARKS).citations


def test_the_library_that_took_the_others_place_is_the_one_that_is_asked(
    house: House, tmp_path: Path
) -> None:
    assert house.pool.ask(CAR_PARKS).searched.papers == 14
    other = tmp_path / "other"
    shutil.copytree(house.folder, other)
    from qa.library import Library

    library = Library.open(other)
    with library.writing():
        assert library.remove_files([library.papers()[0].file]) == 1
    library.close()
    away = house.folder.with_name("away")
    house.folder.rename(away)
    shutil.copytree(other, house.folder)
    assert house.pool.ask(CAR_PARKS).searched.papers == 13
    shutil.rmtree(house.folder)
    away.rename(house.folder)
    assert house.pool.ask(CAR_PARKS).searched.papers == 14


def test_a_worker_gives_the_same_answers_over_a_catalogue_in_postgresql(
    samples: Samples,
    tmp_path: Path,
    postgresql: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, url = shutil.copytree(samples.folder, tmp_path / "library"), postgresql.create()
    copy_to_postgresql(folder, EMBEDDED, url)
    (folder / FILE).unlink()
    monkeypatch.setenv("TOWNCLERK_CATALOGUE_URL", url)
    house = House(folder)
    try:
        for question in (CAR_PARKS, "Who proposed the budget?", "What was said of the flood?"):
            here, there = samples.answerer.ask(question, hits=5), house.pool.ask(question, hits=5)
            assert timeless(there, 5) == timeless(here, 5)
        postgresql.stop()
        eventually(lambda: not house.pool.parts()["catalogue"].ok)
        with pytest.raises(LibraryError, match="database"):
            house.pool.ask(CAR_PARKS)
        postgresql.start()
        eventually(lambda: all(part.ok for part in house.pool.parts().values()))
        assert house.pool.ask(CAR_PARKS).citations
    finally:
        house.close()


def test_a_nursery_that_ends_is_replaced_with_its_workers(house: House) -> None:
    pid = house.worker()
    os.kill(house.nursery(), signal.SIGKILL)
    eventually(lambda: not runs(pid))
    assert house.pool.ask(CAR_PARKS).citations


def test_every_part_is_looked_at(house: House) -> None:
    house.worker()
    names = {"catalogue", "vectors", "words", "workers", "files", "pages", "disk"}
    eventually(lambda: all(part.ok for part in house.pool.parts().values()))
    parts = house.pool.parts()
    assert set(parts) == names
    assert parts["catalogue"].detail == "14 papers"
    eventually(lambda: house.pool.parts()["pages"].detail == "drawn")
    assert str(house.folder) not in str(parts)


@pytest.fixture
def made(samples: Samples, tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Make a pool of one's own over a copy of the samples."""
    houses: list[House] = []

    def make(damage: Callable[[Path], object] = lambda folder: None, **given: object) -> House:
        folder = tmp_path / "library"
        shutil.copytree(samples.folder, folder)
        damage(folder)
        houses.append(House(folder, **given))
        return houses[-1]

    yield make
    for house in houses:
        house.close()


def test_a_question_that_takes_too_long_ends_with_its_worker_and_a_stop_ends_all(
    made: Callable[..., House],
) -> None:
    house = made(question_seconds=20)
    pid = house.worker()
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(QuestionTimeoutError, match="more than 20 seconds"):
        house.pool.ask(CAR_PARKS)
    eventually(lambda: not runs(pid))
    assert house.pool.ask(CAR_PARKS).citations

    family = [house.nursery(), house.worker()]
    os.kill(house.worker(), signal.SIGSTOP)
    asked = [house.ask_in_background() for _ in range(3)]
    eventually(lambda: house.pool.staffing.waiting == 2)
    house.pool.close(0.1)
    for one in asked:
        with pytest.raises(StoppingError):
            one.result()
    eventually(lambda: not any(map(runs, family)))
    with pytest.raises(StoppingError):
        house.pool.ask(CAR_PARKS)


def test_a_model_is_asked_and_a_question_that_loses_two_workers_is_given_up(
    made: Callable[..., House],
) -> None:
    pytest.importorskip(
        "llama_index.llms.openai_like", reason="the extra language-model is missing"
    )
    script = Script("Cabinet agreed the four principles [1]. Nothing else is known of it [1].")
    with serving(script) as address:
        house = made(
            language_model="scripted", language_model_url=f"{address}/v1", language_model_key="k"
        )
        [answer] = house.pool.stream(CAR_PARKS)
        assert script.keys == ["Bearer k"]
        assert isinstance(answer, Answer) and answer.citations
        eventually(lambda: house.pool.parts()["language_model"].detail != "not looked at yet")

        script.pause = LONG  # the model hangs, so that the question is never answered
        asked = house.ask_in_background()
        for times in (2, 3):
            eventually(lambda times=times: len(script.asked) == times)
            os.kill(house.worker(), signal.SIGKILL)
        with pytest.raises(WorkerLostError, match="ended twice"):
            asked.result()
        script.pause = 0
        assert house.pool.ask(CAR_PARKS).citations


def test_a_wrong_model_is_told_before_anything_is_started(samples: Samples) -> None:
    before = children(os.getpid())
    with pytest.raises(IndexMismatchError, match="all-MiniLM-L6-v2"):
        PooledAnswerer(settings(samples.folder, embedder="another"))
    with pytest.raises(SettingsError, match="go together"):
        PooledAnswerer(settings(samples.folder, language_model="half"))
    assert children(os.getpid()) == before
