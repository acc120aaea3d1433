"""What counts as a name."""

from __future__ import annotations

from qa.answerability.evidence import has_new_name


def test_an_office_of_state_is_nobodys_name() -> None:
    told = "the commissioner would report to the Secretary of State for Education and Skills"
    assert not has_new_name(told, set())
    assert has_new_name("the commissioner, Ms Orla Quennell, reported", set())
