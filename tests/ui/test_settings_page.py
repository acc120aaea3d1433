from __future__ import annotations

from pathlib import Path

from qa.settings import Settings
from ui.settings_page import groups, settings_page

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_in_the_docs_is_the_one_that_the_settings_give() -> None:
    assert PAGE.read_text("utf-8") == settings_page(), (
        "run: townclerk settings --markdown > docs/settings.md"
    )


def test_every_setting_is_in_one_group_and_says_what_it_means() -> None:
    named = [name for names in groups().values() for name in names]
    assert sorted(named) == sorted(Settings.model_fields)
    assert all(field.description for field in Settings.model_fields.values())
