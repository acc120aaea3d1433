from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.checkpoints import KeptWork
from ingest.document import SourceDocument
from ingest.sandbox.isolation import Isolation, read_paper, understand_paper
from ingest.sandbox.supervision import ReaderCrashError
from ingest.sandbox.wire import Limits
from qa.confinement import can_confine
from qa.errors import ReadError
from qa.papers import WordPlace

LIMITS = Limits(wall=20.0, wall_per_page=0.0, cpu=10.0, cpu_per_page=0.0)
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def isolation() -> Iterator[Isolation]:
    isolated = Isolation("tests.ingest.sandbox.bad_readers:misbehave")
    yield isolated
    isolated.close()


class Misbehaving:
    """Has a child do as it is told, as `read_paper` would."""

    def __init__(self, isolation: Isolation, path: Path):
        self.isolation = isolation
        self.path = path

    def __call__(self, order: str, limits: Limits = LIMITS) -> list[str]:
        return [line.text for line in self.document(order, limits).lines]

    def document(self, order: str, limits: Limits = LIMITS) -> SourceDocument:
        self.path.write_text(order, "utf-8")
        return read_paper(self.path, limits=limits, isolation=self.isolation)


@pytest.fixture
def child(isolation: Isolation, tmp_path: Path) -> Misbehaving:
    return Misbehaving(isolation, tmp_path / "order.txt")


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(one) for one in found.split()]


def gone(pid: int, seconds: float = 5.0) -> bool:
    """Tell whether a process ends within the time (a zombie has ended)."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if "State:\tZ" in Path(f"/proc/{pid}/status").read_text("ascii"):
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def nursery_pid(isolation: Isolation) -> int:
    assert isolation._process is not None
    return isolation._process.pid


def test_a_child_that_reads_gives_its_document(child: Misbehaving) -> None:
    assert child("say good day – ünder £5") == ["good day – ünder £5"]


def test_a_child_that_sleeps_is_stopped_by_the_clock(child: Misbehaving) -> None:
    started = time.monotonic()
    with pytest.raises(ReadError, match=r"the reader was stopped after 0\.4 s") as stopped:
        child("sleep", replace(LIMITS, wall=0.4))
    assert time.monotonic() - started < 5
    told = re.search(r"at page (\d+)", str(stopped.value))
    assert told
    assert gone(int(told[1]))


def test_a_child_that_spins_is_stopped_by_its_processor_time(child: Misbehaving) -> None:
    with pytest.raises(ReadError, match="1 s of processor time at page 2"):
        child("spin", replace(LIMITS, cpu=1.0))


def test_pages_found_lengthen_the_processor_time(child: Misbehaving) -> None:
    with pytest.raises(ReadError, match="2 s of processor time"):
        child("spin", replace(LIMITS, cpu=1.0, cpu_per_page=0.4))


def test_a_child_that_takes_too_much_memory_is_stopped_and_the_page_named(
    child: Misbehaving,
) -> None:
    with pytest.raises(ReaderCrashError, match=r"more than 0\.5 GiB of memory at page 7"):
        child("grow", replace(LIMITS, memory=512 * 1024**2))


def test_pages_that_kill_the_reader_are_left_out_and_the_rest_is_read(child: Misbehaving) -> None:
    assert child("abort_at_pages 3 8") == ["left out [3, 8]"]


def test_a_paper_of_which_many_pages_kill_the_reader_is_given_up(child: Misbehaving) -> None:
    told = r"too many of its pages \(2, 3, 4, 5\) .* broke down at page 5: the file is damaged"
    with pytest.raises(ReaderCrashError, match=told):
        child("abort_at_pages 2 3 4 5 6 7")


def test_a_page_over_which_the_reader_stumbles_is_left_out_and_only_its_kind_is_told(
    child: Misbehaving,
) -> None:
    (skipped,) = child("stumble_at_pages 412")
    assert json.loads(skipped) == {"412": "the reader does not understand it: LookupError"}


def test_of_a_long_paper_more_pages_may_be_left_out(child: Misbehaving) -> None:
    bad = "1 7 100 101 102 103 400 401 900"
    (skipped,) = child(f"stumble_at_pages {bad}")
    assert " ".join(json.loads(skipped)) == bad
    with pytest.raises(ReaderCrashError, match="too many of its pages") as fault:
        child(f"stumble_at_pages {bad} 850")
    assert "withheld" not in str(fault.value)


def test_a_page_at_which_the_reader_hangs_is_left_out_and_the_rest_is_read(
    child: Misbehaving,
) -> None:
    started = time.monotonic()
    (skipped,) = child("hang_at_page 3", replace(LIMITS, page=0.4))
    assert time.monotonic() - started < 5
    assert json.loads(skipped) == {"3": "the reader was stopped there after 0.4 s"}


def test_a_page_that_was_left_out_is_not_tried_again_by_a_run_that_goes_on(
    child: Misbehaving, tmp_path: Path
) -> None:
    child.path.write_text("hang_at_page 3", "utf-8")
    pages = KeptWork(tmp_path / "kept").of("ab")

    def understand(limits: Limits) -> str:
        file = understand_paper(
            child.path, name="a", digest="ab", limits=limits, isolation=child.isolation, pages=pages
        )
        assert file.understood is not None
        return file.understood.pages[0].text

    told = understand(replace(LIMITS, page=0.4))
    assert json.loads(told) == {"3": "the reader was stopped there after 0.4 s"}
    assert understand(replace(LIMITS, page=600.0)) == told


def test_a_page_that_took_the_time_of_the_paper_is_left_out(child: Misbehaving) -> None:
    (skipped,) = child("hang_at_page 5", replace(LIMITS, wall=0.4, page=0.6))
    assert json.loads(skipped) == {"5": "the reader was stopped there after 0.4 s"}


def test_a_page_at_which_the_system_stops_the_reader_twice_is_left_out(child: Misbehaving) -> None:
    (skipped,) = child("be_killed_at_page 4")
    assert list(json.loads(skipped)) == ["4"]
    assert "the system stopped the reader there twice" in skipped


def test_a_page_at_which_the_system_stopped_the_reader_once_is_read(
    child: Misbehaving, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(child, f"be_killed_at_page 4 {tmp_path / 'mark'}")
        time.sleep(0.1)
        (tmp_path / "mark").touch()
        assert reading.result(10) == ["{}"]


def score_of_child(isolation: Isolation) -> str:
    """Return the score by which Linux stops the child that reads; empty where none does."""
    try:
        (reading,) = children_of(nursery_pid(isolation))
        score = Path(f"/proc/{reading}/oom_score_adj").read_text("ascii").strip()
    except (OSError, ValueError, AssertionError):
        return ""
    return "" if score == "0" else score  # it has only just been started


def pause() -> None:
    time.sleep(0.05)


def test_the_system_when_short_of_memory_stops_the_child_first(
    child: Misbehaving, isolation: Isolation
) -> None:
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(child, "sleep", replace(LIMITS, wall=2.0))
        scores = [score for _ in range(40) if (score := score_of_child(isolation)) or pause()]
        with pytest.raises(ReadError):
            reading.result()
    assert scores and set(scores) == {"1000"}


def test_a_child_that_leaves_without_an_answer_is_an_error(child: Misbehaving) -> None:
    with pytest.raises(ReadError, match="no sound answer"):
        child("leave")


def test_a_refusal_comes_back_in_its_own_words(child: Misbehaving) -> None:
    with pytest.raises(ReadError, match=r"^the hall is closed; try the back door$"):
        child("refuse the hall is closed; try the back door")


@pytest.mark.parametrize(
    "said",
    [
        '{"refusal"',
        '{"refusal": "whim", "words": "a"}',
        '{"refusal": "error", "words": 5}',
        '{"refusal": "error", "words": "\\u001b[2J"}',
        '{"refusal": "error", "words": "a", "more": 1}',
        '{"refusal": "error", "words": "' + "x" * 2_000 + '"}',
    ],
)
def test_a_refusal_out_of_order_is_no_answer(child: Misbehaving, said: str) -> None:
    with pytest.raises(ReadError, match="no sound answer"):
        child(f"forge {said}")


def test_a_refusal_comes_back_without_what_no_line_may_hold(child: Misbehaving) -> None:
    with pytest.raises(ReadError, match=r"^the file \[2Jcannot be read$"):
        child("refuse the file\n\x1b[2Jcannot be read")


def test_the_words_of_any_other_exception_stay_in_the_child(child: Misbehaving) -> None:
    with pytest.raises(ReadError, match="LookupError") as fault:
        child("stumble the sum withheld was 12 million")
    assert "12 million" not in str(fault.value)


LINE = {"number": 1, "text": "a"}
SOUND = {"format": "text", "lines": [LINE]}
ON_A_PAGE = {"pages": 1, "lines": [LINE | {"page": 1}]}
WORD = {"text": "a", "left": 0.1, "top": 0.1, "right": 0.2, "bottom": 0.2}
TABLE = {"lines": [1, 1], "headers": 0, "columns": ["Year"]}


def test_an_answer_in_good_order_is_taken_whoever_wrote_it(child: Misbehaving) -> None:
    assert child("forge " + json.dumps(SOUND)) == ["a"]


@pytest.mark.parametrize(
    "change",
    [
        *({"lines": lines} for lines in ("a", None, {}, [5], [[1, "a"]])),
        *({"lines": [LINE | one]} for one in ({"text": 5}, {"text": "two\nlines"})),
        *({"lines": [LINE | {"text": text}]} for text in ("\ud800", "a\0b", ["a"], None)),
        *({"lines": [LINE | {"number": number}]} for number in (0, 2, "1", True, None)),
        {"lines": [LINE, LINE]},
        *({"lines": [LINE | {"size": size}]} for size in (float("nan"), float("inf"), "12", -1)),
        *({"lines": [LINE | {"gap": gap}]} for gap in (-1.0, [], float("nan"))),
        *({"lines": [LINE | {"bold": bold}]} for bold in (1, "true", None)),
        {"lines": [LINE | {"page": 3}]},
        {"pages": 2, "lines": [LINE | {"page": 3}]},
        {"pages": 2},
        *({"format": format_} for format_ in ("exe", "email", ["pdf"], None)),
        *({"pages": pages} for pages in (-1, 0, True, "1", 1.0)),
        *({"title": title} for title in ("two\nlines", 7, "x" * 2_000)),
        *({"notices": notices} for notices in (["\x1b[31m"], ["x" * 2_000], {"a": 1}, "a")),
        {"notices": ["a"] * 20_001},
        {"labels": [{}]},
        {"marks": ["two\nlines"]},
        *({name: [1]} for name in ("recognised", "marked")),
        *(ON_A_PAGE | {name: [2]} for name in ("recognised", "marked")),
        *(ON_A_PAGE | {"words": {"1": [WORD | one]}} for one in ({"bottom": 1.5}, {"left": -0.1})),
        *(ON_A_PAGE | {"words": {"1": [WORD | {"text": text}]}} for text in ("two\nlines", 5)),
        *(ON_A_PAGE | {"words": {page: [WORD]}} for page in ("3", "0", "a")),
        ON_A_PAGE | {"words": {"1": [{"text": "a"}]}},
        ON_A_PAGE | {"words": {"1": [["a", 0.1, 0.1, 0.2, 0.2]]}},
        *(ON_A_PAGE | {"unread": unread} for unread in ({"1": "tired"}, {"2": "scanned"}, ["1"])),
        *(ON_A_PAGE | {"hidden": {"1": [[0, 0, 1, edge]]}} for edge in (1e7, "1", float("nan"))),
        *({"members": members} for members in ("a.pdf", [["a.pdf", None]], ["a.pdf"])),
        *({"members": [{"name": name}]} for name in ("two\nlines", "", 5, "x" * 2_000)),
        {"members": [{"name": "a.pdf", "ignored": 1}]},
        {"members": [{"name": "a.pdf"}] * 5_001},
        *({"tables": [TABLE | {"lines": lines}]} for lines in ([1, 2], [0, 1], [1], [1, 1, 1])),
        *({"tables": [TABLE | {"headers": headers}]} for headers in (-1, 2, "1")),
        *({"tables": [TABLE | one]} for one in ({"columns": "Year"}, {"cuts": [float("inf")]})),
        {"tables": [TABLE, TABLE]},
        *({"roles": roles} for roles in ({"2": "item"}, {"1": "hero"}, {"0": "item"}, ["item"])),
        *({"item_numbers": numbers} for numbers in ({"2": "4."}, {"1": 4}, {"1": "4.\n"})),
        *({"says": says} for says in ({"title": "a\nb"}, {"publishers": "a"}, {"kind": "secret"})),
        # No field but those that are declared, wherever it stands.
        *({name: None} for name in ("owner", "__class__")),
        {"lines": [LINE | {"style": "bold"}]},
        {"members": [{"name": "a.pdf", "path": "/etc"}]},
        {"says": {"secret": True}},
        {"tables": [TABLE | {"script": "x"}]},
    ],
    ids=str,
)
def test_an_answer_out_of_order_is_refused(child: Misbehaving, change: dict[str, object]) -> None:
    with pytest.raises(ReadError, match="no sound answer"):
        child("forge " + json.dumps(SOUND | change))


def test_the_answers_that_these_were_made_from_are_taken(child: Misbehaving) -> None:
    told = {"words": {"1": [WORD]}, "unread": {"1": "scanned"}, "hidden": {"1": [[0, 0, 1, 1]]}}
    told |= {"recognised": [1], "marked": [1], "tables": [TABLE], "roles": {"1": "item"}}
    told |= {"item_numbers": {"1": "4."}, "members": [{"name": "a.pdf"}], "says": {"title": "a"}}
    document = child.document("forge " + json.dumps(SOUND | ON_A_PAGE | told))
    assert document.words == {1: (WordPlace("a", 0.1, 0.1, 0.2, 0.2),)}
    assert document.tables[0].columns == ("Year",)


def test_an_error_names_the_field_that_is_wrong_and_nothing_that_was_in_it(
    child: Misbehaving,
) -> None:
    for change in ({"labels": [{"Zebedee": 1}]}, {"labels": "Zebedee"}):
        with pytest.raises(ReadError, match=r"malformed: labels\)") as fault:
            child("forge " + json.dumps(SOUND | change))
        assert "Zebedee" not in str(fault.value)
    with pytest.raises(ReadError, match="is malformed\\)") as fault:
        child("forge " + json.dumps(SOUND | {"Zebedee": 1}))
    assert "Zebedee" not in str(fault.value)


@pytest.mark.parametrize(
    "said", ["[" * 100_000, "nonsense", "[]", "null", "3", "at 5", "at 5\nat x\npages y\n{"]
)
def test_an_answer_that_is_no_document_is_refused(child: Misbehaving, said: str) -> None:
    with pytest.raises(ReadError, match="no sound answer"):
        child(f"forge {said}")


def test_an_answer_without_end_is_cut_off(child: Misbehaving) -> None:
    with pytest.raises(ReadError, match="over the limit of 5 MB; split the file"):
        child("flood", replace(LIMITS, answer=5_000_000))


def test_a_child_that_closes_its_pipe_and_stays_is_stopped(child: Misbehaving) -> None:
    limits = replace(LIMITS, wall=0.3)
    started = time.monotonic()
    with pytest.raises(ReadError, match="was stopped after"):
        child("close_and_stay", limits)
    assert time.monotonic() - started < 8


def test_a_child_cannot_write_a_byte_to_a_file(child: Misbehaving, tmp_path: Path) -> None:
    target = tmp_path / "planted"
    assert child(f"write {target}") in (["PermissionError"], ["OSError"])
    assert not target.exists() or target.stat().st_size == 0


def test_what_a_child_prints_goes_nowhere(
    child: Misbehaving, capfd: pytest.CaptureFixture[str]
) -> None:
    assert child("shout") == ["shouted"]
    assert capfd.readouterr() == ("", "")


def test_a_child_has_no_network_where_that_is_claimed(
    child: Misbehaving, isolation: Isolation
) -> None:
    isolation.start()
    if isolation.network:
        pytest.skip("this system does not let a process leave the network")
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert child(f"connect {server.getsockname()[1]}") in (["PermissionError"], ["OSError"])


def test_what_a_child_leaves_behind_is_stopped_too(child: Misbehaving) -> None:
    try:
        (left,) = child("fork")
    except ReadError as error:  # processes of its own are refused
        assert "PermissionError" in str(error) or "BlockingIOError" in str(error)
        return
    assert gone(int(left))


def test_a_child_has_none_of_the_callers_secrets_modules_or_files(
    child: Misbehaving, isolation: Isolation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOWNCLERK_API_KEY", "secret")
    isolation.close()
    environment, modules, descriptors = json.loads(child("look_around")[0])
    assert "TOWNCLERK_API_KEY" not in environment
    assert not {"torch", "chromadb", "pytest"} & set(modules)
    assert descriptors == [0, 1, 2, 3]


def test_a_child_cannot_read_another_file(child: Misbehaving, tmp_path: Path) -> None:
    if not can_confine()["landlock"]:
        pytest.skip("this system has no Landlock")
    beside = tmp_path / "exempt.txt"
    beside.write_text("the price", "utf-8")
    assert child(f"spy {beside}") == ["PermissionError"]
    assert child("spy /etc/passwd") == ["PermissionError"]


def test_threads_read_side_by_side(isolation: Isolation, tmp_path: Path) -> None:
    def read(number: int) -> str:
        order = Misbehaving(isolation, tmp_path / f"{number}.txt")
        return order(f"say {number}")[0]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, range(64))) == [str(number) for number in range(64)]


def test_a_nursery_that_was_killed_is_replaced(child: Misbehaving, isolation: Isolation) -> None:
    child("say one")
    before = nursery_pid(isolation)
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert child("say two") == ["two"]
    assert nursery_pid(isolation) != before


def test_a_nursery_that_dies_while_a_file_is_read_is_an_error_and_takes_its_child_along(
    isolation: Isolation, tmp_path: Path
) -> None:
    isolation.start()
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(Misbehaving(isolation, tmp_path / "x.txt"), "sleep")
        until = time.monotonic() + 5
        while not (pids := children_of(nursery_pid(isolation))) and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(nursery_pid(isolation), signal.SIGKILL)
        with pytest.raises(ReadError, match="the system stopped the reader"):
            reading.result(10)
    assert pids
    assert all(gone(pid) for pid in pids)


def test_closing_ends_the_nursery_and_a_later_read_starts_another(
    child: Misbehaving, isolation: Isolation
) -> None:
    child("say one")
    pid = nursery_pid(isolation)
    isolation.close()
    assert gone(pid)
    assert child("say two") == ["two"]


def test_a_reader_that_cannot_be_loaded_is_an_error_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words", "utf-8")
    isolation = Isolation("ingest.no_such_module:read")
    with pytest.raises(ReadError, match=r"does not start \(ModuleNotFoundError"):
        read_paper(path, isolation=isolation)


SCRIPT = """\
import os, sys, threading
from pathlib import Path

with open(sys.argv[2], "a") as log:
    log.write("main ran\\n")

from ingest.sandbox.isolation import read_paper, understand_paper

document = read_paper(Path(sys.argv[1]))
assert [line.text for line in document.lines] == ["words"], document
in_thread = []
thread = threading.Thread(target=lambda: in_thread.append(read_paper(Path(sys.argv[1]))))
thread.start()
thread.join()
assert in_thread == [document]
pid = os.fork()
if pid == 0:
    os._exit(0 if read_paper(Path(sys.argv[1])) == document else 1)
assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
assert read_paper(Path(sys.argv[1])) == document
heavy = {"torch", "chromadb", "docx", "pypdfium2", "selectolax", "lxml"} & set(sys.modules)
assert not heavy, heavy
"""


def test_an_unguarded_script_reads_without_its_main_module_being_run_again(
    tmp_path: Path,
) -> None:
    paper, log, script = tmp_path / "a.txt", tmp_path / "log", tmp_path / "townclerk"
    paper.write_text("words", "utf-8")
    script.write_text(SCRIPT, "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", script, paper, log],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert log.read_text("utf-8") == "main ran\n"


def test_the_bytes_of_a_member_come_whole_and_in_order(child: Misbehaving) -> None:
    child.path.write_text("send 3500001", "utf-8")
    taken = bytearray()
    child.isolation.take_out(child.path, 7, LIMITS, taken.extend)
    assert taken == b"\x07" * 3_500_001


def test_a_member_without_end_is_cut_off_by_whoever_takes_it(child: Misbehaving) -> None:
    child.path.write_text("send on", "utf-8")
    taken = 0

    def take(data: bytes) -> None:
        nonlocal taken
        taken += len(data)
        if taken > 5_000_000:
            raise ReadError("that is enough")

    with pytest.raises(ReadError, match="that is enough"):
        child.isolation.take_out(child.path, 1, LIMITS, take)
    assert taken < 8_000_000


def test_a_child_that_dies_unpacking_is_an_error(child: Misbehaving) -> None:
    child.path.write_text("send 0", "utf-8")
    with pytest.raises(ReadError, match="broke down"):
        child.isolation.take_out(child.path, 1, LIMITS, lambda data: None)


@pytest.mark.parametrize(
    "said",
    [
        "ocr 1\nseen 5\nabcde",
        "pages 3\nat 1\nseen 5\nabcde",
        "pages 3\nocr 4\nseen 5\nabcde",
        "pages 3\nocr 0\nseen 5\nabcde",
        "seen 99999999\nabc",
    ],
)
def test_pages_seen_that_cannot_be_kept_are_refused(
    child: Misbehaving, tmp_path: Path, said: str
) -> None:
    kept = KeptWork(tmp_path / "kept")
    child.path.write_text(f"forge {said}", "utf-8")
    with pytest.raises(ReadError, match="no sound answer"):
        child.isolation.understand(
            child.path, LIMITS, name="a.txt", digest="ab", pages=kept.of("ab")
        )
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize("said", ["data 5\nabcde", "data 99999999\nabc", "data x\n", "data 3\nab"])
def test_bytes_that_nobody_asked_for_are_refused(child: Misbehaving, said: str) -> None:
    with pytest.raises(ReadError, match="no sound answer"):
        child(f"forge {said}")
