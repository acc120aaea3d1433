"""How likely a message belongs to what was quoted: what each sign counts."""

from __future__ import annotations

from dataclasses import fields, replace

from qa.following.belonging import Signs, chance, weights

NONE = Signs(*(0.0 for _ in fields(Signs)))
FULL_QUESTION = replace(
    NONE, own=1.0, unlinked=1.0, named=1.0, dated=1.0, lacks=0.5, ahead=-1.0, elsewhere=0.7
)
REMARK = replace(NONE, own=1 / 6, short=0.5, points_back=1.0, has=1.0)


def test_every_sign_has_a_learned_weight() -> None:
    assert set(weights()) == {field.name for field in fields(Signs)} | {"bias"}


def test_a_full_question_is_its_own_and_a_remark_belongs_to_what_was_quoted() -> None:
    assert chance(FULL_QUESTION) < 0.2 < 0.8 < chance(REMARK)


def test_what_only_other_papers_have_speaks_against() -> None:
    assert chance(replace(REMARK, lacks=1.0)) < chance(REMARK)
    assert chance(replace(REMARK, ahead=-1.0)) < chance(REMARK)
    assert chance(replace(REMARK, elsewhere=1.0)) < chance(REMARK)
