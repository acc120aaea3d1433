import pytest

from qa.language.spelling import DAY_WEIGHT, INTENT_WEIGHT, mend, weigh_terms
from qa.language.terms import analyse, stem


class Words:
    """A word index that knows how often each of a few words stands in it."""

    def __init__(self, **frequencies: int) -> None:
        self.frequencies = {analyse(word)[0]: count for word, count in frequencies.items()}

    def document_frequency(self, term: str) -> int:
        return self.frequencies.get(term, 0)

    def expand(self, prefix: str, limit: int = 2000) -> list[str]:
        return [term for term in self.frequencies if term.startswith(prefix)][:limit]


WORDS = Words(
    merton=9, house=20, library=12, health=8, check=5, cabinet=80, dilapidations=3, section=4
)


def test_a_longer_word_is_mended_from_two_slips_and_an_exchange_of_neighbours_is_one() -> None:
    words = Words(neighbourhood=6, networks=2)
    assert mend("neihgbuorhood", words) == ["neighbourhood"]
    assert mend("neihgbuorhodo", words) == []


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("mertno", "merton"), ("dilpaidations", "dilapidations"), ("libarry", "library")],
)
def test_a_typo_is_searched_as_the_word_that_the_papers_have(asked: str, meant: str) -> None:
    term = analyse(meant)[0]
    weights = weigh_terms((analyse(asked)[0],), WORDS)
    assert 0 < weights[term] < 1


def test_a_word_that_the_papers_have_is_searched_as_it_is() -> None:
    assert weigh_terms(tuple(analyse("merton house")), WORDS) == {"merton": 1.0, "hous": 1.0}


def test_words_run_together_are_parted() -> None:
    weights = weigh_terms(("healthcheck",), WORDS)
    assert {"health", "check"} <= set(weights)


def test_words_that_say_what_is_wanted_weigh_little() -> None:
    assert weigh_terms(("cabinet",), WORDS) == {"cabinet": INTENT_WEIGHT}


def test_a_short_form_is_spelt_out() -> None:
    weights = weigh_terms(analyse("O&S"), WORDS)
    assert 0 < weights["scrutini"] < 1
    assert weigh_terms(("lac",), WORDS).keys() >= set(analyse("looked after children"))


@pytest.mark.parametrize("term", ["zzz", "24/00108", "qwertyuiop", "£"])
def test_what_is_like_nothing_in_the_papers_is_kept(term: str) -> None:
    assert weigh_terms((term,), WORDS) == {term: 1.0}


def test_no_terms_have_no_weights() -> None:
    assert weigh_terms((), WORDS) == {}


def test_a_slip_near_the_end_of_a_word_is_mended_before_it_is_stemmed() -> None:
    weights = weigh_terms(analyse("helath"), WORDS, written={"helath": "helath"})
    assert set(weights) == {"health"}


@pytest.mark.parametrize("word", ["wills", "louse", "chick"])
def test_a_short_word_is_not_turned_into_another_by_one_letter(word: str) -> None:
    assert stem(word) not in WORDS.frequencies
    assert mend(word, WORDS) == []


def test_a_day_says_when_and_weighs_little() -> None:
    assert weigh_terms(("check", "2017"), WORDS, light={"2017"})["2017"] == DAY_WEIGHT


class _Counting:
    """A word index that knows nothing, and counts how often it is asked."""

    asked = 0

    def document_frequency(self, term: str) -> int:
        self.asked += 1
        return 0

    def expand(self, prefix: str, limit: int = 100) -> list[str]:
        self.asked += 1
        return []


@pytest.mark.parametrize(
    "words",
    [
        ["a" * 2000],
        ["ab" * 500, "cd" * 500],
        [f"q{'xyz' * 3}{chr(97 + n % 26)}" for n in range(180)],
    ],
)
def test_no_question_takes_long_to_mend(words: list[str]) -> None:
    index = _Counting()
    assert set(weigh_terms(words, index)) == set(words)
    assert index.asked < 40_000
