from pathlib import Path

import pytest

from qa.errors import SettingsError
from qa.settings import read_settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without settings, and none in the environment."""
    monkeypatch.chdir(tmp_path)
    for key in ("LIBRARY", "EMBEDDER", "HOST", "PORT"):
        monkeypatch.delenv(f"TOWNCLERK_{key}", raising=False)
    return tmp_path


def test_without_settings_the_defaults_hold() -> None:
    settings = read_settings()
    assert settings.library == Path("library")
    assert settings.host == "127.0.0.1"
    assert "embedder" not in settings.model_fields_set


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "townclerk.toml").write_text('port = 1111\nhost = "0.0.0.0"\nlibrary = "here"\n')
    monkeypatch.setenv("TOWNCLERK_PORT", "2222")
    monkeypatch.setenv("TOWNCLERK_LIBRARY", "there")
    settings = read_settings(library=Path("given"), port=None)
    assert settings.library == Path("given")
    assert settings.port == 2222
    assert settings.host == "0.0.0.0"


@pytest.mark.parametrize(
    ("file", "key"), [("port = 0", "port"), ("porrt = 80", "porrt"), ('port = "x"', "port")]
)
def test_a_wrong_or_unknown_setting_is_named(elsewhere: Path, file: str, key: str) -> None:
    (elsewhere / "townclerk.toml").write_text(file)
    with pytest.raises(SettingsError, match=f"the setting {key} is wrong"):
        read_settings()


def test_a_misspelt_setting_is_answered_with_the_right_one(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "townclerk.toml").write_text('libary = "here"\n')
    with pytest.raises(SettingsError, match=r"no such setting; did you mean library\?"):
        read_settings()
    (elsewhere / "townclerk.toml").unlink()
    monkeypatch.setenv("TOWNCLERK_LIBARY", "here")
    with pytest.raises(SettingsError, match=r"did you mean TOWNCLERK_LIBRARY\?"):
        read_settings()


@pytest.mark.parametrize("misspelt", ["PROT", "PRT", "PORTT", "PIRT", "OCRR", "HOTS"])
def test_a_short_setting_that_is_misspelt_is_refused_too(
    misspelt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"TOWNCLERK_{misspelt}", "9000")
    with pytest.raises(SettingsError, match="did you mean TOWNCLERK_"):
        read_settings()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("papers.town.example", ("papers.town.example",)),
        (" a.example, *.b.example ,", ("a.example", "*.b.example")),
    ],
)
def test_names_of_hosts_are_separated_by_commas(
    elsewhere: Path, text: str, names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOWNCLERK_ALLOWED_HOSTS", text)
    assert read_settings().allowed_hosts == names
    monkeypatch.delenv("TOWNCLERK_ALLOWED_HOSTS")
    (elsewhere / "townclerk.toml").write_text(f"allowed_hosts = {list(names)}\n")
    assert read_settings().allowed_hosts == names


def test_a_variable_that_is_like_no_setting_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOWNCLERK_SERVICE_ACCOUNT", "somebody")
    assert read_settings().port == 8000


def test_a_settings_file_that_is_no_toml_is_an_error_that_names_it(elsewhere: Path) -> None:
    (elsewhere / "townclerk.toml").write_text("port: 80\n")
    with pytest.raises(SettingsError, match=r"townclerk\.toml"):
        read_settings()
