"""The files that put Townclerk on a server, as their own linters see them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qa.monitoring.version import installed_version

DEPLOY = Path(__file__).parents[1] / "deploy"
BESIDE_PYTHON = Path(sys.executable).parent


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    found = shutil.which(program, path=f"{BESIDE_PYTHON}:/usr/bin:/usr/sbin:/bin")
    if found is None:
        pytest.skip(f"{program} is not installed")
    return subprocess.run([found, *arguments], capture_output=True, text=True, check=False)


def test_the_dockerfile_has_no_fault_that_its_linter_knows() -> None:
    done = run("hadolint", str(DEPLOY / "Dockerfile"))
    assert done.returncode == 0, done.stdout


def test_the_compose_file_has_no_grave_fault_that_its_linter_knows() -> None:
    done = run("compose-lint", str(DEPLOY / "compose.yaml"))
    assert done.returncode == 0, done.stdout
    # The image is built here, so there is no digest to pin.
    assert set(re.findall(r"CL-\d{4}", done.stdout)) <= {"CL-0019"}


@pytest.mark.parametrize("unit", sorted(path.name for path in DEPLOY.glob("*.service")))
def test_a_unit_is_sound_and_shut_off(unit: str) -> None:
    verified = run("systemd-analyze", "verify", str(DEPLOY / unit))
    faults = [
        line
        for line in verified.stderr.splitlines()
        if unit in line
        and "is not executable: No such file" not in line  # it is not installed here
    ]
    assert faults == []
    judged = run(
        "systemd-analyze", "security", "--offline=true", "--threshold=25", str(DEPLOY / unit)
    )
    assert judged.returncode == 0, judged.stdout[-300:]


def test_the_timer_starts_a_unit_that_is_there() -> None:
    timers = list(DEPLOY.glob("*.timer"))
    assert timers
    for timer in timers:
        assert timer.with_suffix(".service").exists()
        assert run("systemd-analyze", "verify", str(timer)).stderr.count(timer.name) == 0


def test_the_image_is_named_by_the_version() -> None:
    assert f"image: townclerk:{installed_version()}" in (DEPLOY / "compose.yaml").read_text("utf-8")
