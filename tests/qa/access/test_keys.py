import json
import os
import re
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qa.access.keys import KeyFile, KeyRefusedError, KeysError
from qa.access.scopes import Scope


@pytest.fixture
def held(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "library-keys.json")


def end(held: KeyFile, name: str) -> None:
    """Let a key have run out yesterday, as time does."""
    content = json.loads(held.path.read_text())
    for key in content["keys"]:
        if key["name"] == name:
            key["expires"] = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    held.path.write_text(json.dumps(content))


def test_a_key_is_256_random_bits_and_its_file_holds_no_key(held: KeyFile) -> None:
    first, second = held.make("intranet", (Scope.ASK,)), held.make("reports", (Scope.PAPERS,))
    for key in (first, second):
        assert re.fullmatch(r"tc_[a-z0-9]{10}_[A-Za-z0-9_-]{43}", key)
        assert key.split("_", 2)[2] not in held.path.read_text()
    assert first.split("_", 2)[2] != second.split("_", 2)[2]
    assert held.path.stat().st_mode & 0o777 == 0o600


def test_a_key_is_known_by_what_was_made(held: KeyFile) -> None:
    key = held.make("intranet", (Scope.PAPERS, Scope.ASK), days=30)
    found = held.check(key)
    assert (found.name, found.scopes) == ("intranet", (Scope.ASK, Scope.PAPERS))
    assert found.expires
    assert timedelta(days=29) < found.expires - datetime.now(UTC) <= timedelta(days=30)
    assert held.check(held.make("for ever", (Scope.ASK,))).expires is None


def test_a_key_that_is_not_one_is_not_known(held: KeyFile) -> None:
    key = held.make("intranet", (Scope.ASK,))
    start, _, secret = key.rpartition("_") if key.count("_") == 2 else ("", "", "")
    for wrong in (
        key[:-1], key + "x", key[:-1] + ("A" if key[-1] != "A" else "B"), key.upper(), f" {key}",
        key[:14] + "A" * 43, "tc_aaaaaaaaaa_" + key[14:], f"{start}{secret}", "", "tc_", "x" * 9999,
        key.replace("tc_", "tc-"), key + "\n", "tc_" + "é" * 10 + key[13:],
    ):  # fmt: skip
        with pytest.raises(KeyRefusedError, match="not known"):
            held.check(wrong)


def test_a_key_that_ran_out_or_was_revoked_says_so_to_who_has_it_only(held: KeyFile) -> None:
    short, revoked = held.make("short", (Scope.ASK,), 1), held.make("gone", (Scope.ASK,))
    end(held, "short")
    held.revoke("gone")
    for key, why in ((short, "ran out on"), (revoked, "was revoked on")):
        with pytest.raises(KeyRefusedError, match=why):
            held.check(key)
        with pytest.raises(KeyRefusedError, match="not known"):
            held.check(key[:-1] + ("A" if key[-1] != "A" else "B"))
    assert not held.any_live()


def test_a_running_service_sees_a_key_made_and_revoked_by_another_process(held: KeyFile) -> None:
    service = KeyFile(held.path)
    assert not service.any_live()
    key = held.make("intranet", (Scope.ASK,))
    assert service.check(key).name == "intranet"
    held.revoke("intranet")
    with pytest.raises(KeyRefusedError, match="revoked"):
        service.check(key)
    held.path.unlink()
    with pytest.raises(KeyRefusedError, match="not known"):
        service.check(key)


def test_a_key_is_revoked_by_name_or_id_once(held: KeyFile) -> None:
    first = held.check(held.make("intranet", (Scope.ASK,)))
    held.make("other", (Scope.ASK,))
    assert held.revoke(first.id).name == "intranet"
    assert held.revoke("other").name == "other"
    for name in ("other", first.id, "nobody"):
        with pytest.raises(KeysError, match="is in use; townclerk keys list"):
            held.revoke(name)


def test_a_name_is_taken_while_its_key_is_in_use(held: KeyFile) -> None:
    held.make("intranet", (Scope.ASK,))
    with pytest.raises(KeysError, match="there is a key intranet already"):
        held.make("intranet", (Scope.ASK,))
    held.revoke("intranet")
    held.make("intranet", (Scope.ASK,))
    assert [key.name for key in held.listed()] == ["intranet", "intranet"]


@pytest.mark.parametrize("name", ["", " a", "a\nb", "-x", "x" * 61, "<b>", "a\x1b[31m"])
def test_an_odd_name_is_refused(held: KeyFile, name: str) -> None:
    with pytest.raises(KeysError, match="cannot be the name of a key"):
        held.make(name, (Scope.ASK,))
    assert held.listed() == []


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "not json", '{"format": 1, "keys": [{"id": "x"}]}', '{"format": 1}']
)
def test_a_damaged_file_lets_nobody_in_and_is_not_written_over(held: KeyFile, content: str) -> None:
    key = held.make("intranet", (Scope.ASK,))
    held.path.write_text(content)
    for attempt in (lambda: held.check(key), held.listed, lambda: held.make("b", (Scope.ASK,))):
        with pytest.raises(KeysError, match="is not a file of keys, or is damaged"):
            attempt()
    assert held.path.read_text() == content


def test_a_file_of_a_later_version_is_left_alone(held: KeyFile) -> None:
    held.path.write_text('{"format": 2, "keys": []}')
    with pytest.raises(KeysError, match="later version"):
        held.listed()


def test_a_file_that_others_may_write_to_lets_nobody_in(held: KeyFile) -> None:
    key = held.make("intranet", (Scope.ASK,))
    held.path.chmod(0o666)
    with pytest.raises(KeysError, match=r"others may write to .*chmod 600"):
        held.check(key)
    held.path.chmod(0o600)
    assert held.check(key).name == "intranet"


def test_when_a_key_was_used_is_kept_apart_from_the_keys(held: KeyFile) -> None:
    key = held.make("intranet", (Scope.ASK,))
    before = held.path.read_bytes()
    assert held.last_used() == {}
    found = held.check(key)
    assert abs(held.last_used()[found.id] - datetime.now(UTC)) < timedelta(minutes=2)
    assert KeyFile(held.path).check(key) == found  # after a restart
    assert list(KeyFile(held.path).last_used()) == [found.id]
    assert held.path.read_bytes() == before


def test_where_use_cannot_be_written_down_keys_still_work(
    held: KeyFile, caplog: pytest.LogCaptureFixture
) -> None:
    key = held.make("intranet", (Scope.ASK,))
    held.path.with_name("library-keys-used.json").mkdir()  # root may write into any folder
    assert held.check(key).name == "intranet"
    assert held.check(key).name == "intranet"
    assert caplog.text.count("when keys are used is not written down") == 1


def test_keys_made_at_the_same_time_are_all_kept(held: KeyFile) -> None:
    makers = [
        threading.Thread(target=KeyFile(held.path).make, args=(f"key {n}", (Scope.ASK,)))
        for n in range(12)
    ]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(held.listed()) == 12


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_key_that_root_makes_belongs_to_the_account_of_the_folder(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 12345)
    held = KeyFile(tmp_path / "library-keys.json")
    held.make("intranet", (Scope.ASK,))
    assert {path.stat().st_uid for path in tmp_path.iterdir()} == {12345}
