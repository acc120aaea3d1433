import pytest

from qa.writing.languages import is_welsh, language_of


@pytest.mark.parametrize(
    "text",
    [
        "Penderfynodd y Cabinet fod y tŷ yn cael ei werthu, ac nad oes angen y swyddfa mwyach.",
        "PENDERFYNWYD: cymeradwyo’r adroddiad a nodi’r sylwadau yn y cofnodion ar y mater.",
        "Mae’r Cyngor wedi cytuno ar y gyllideb refeniw am y flwyddyn",
    ],
)
def test_a_text_in_welsh_is_known(text: str) -> None:
    assert is_welsh(text)
    assert language_of(text) == "cy"


@pytest.mark.parametrize(
    "text",
    [
        "RESOLVED that the lease of Ty Hywel be renewed for five years.",
        "Councillor ap Rhys asked that Heol y Felin be closed; it was agreed.",
        "The option y = x was noted, and that of Plas yr Afon deferred.",
        "E\t11/9\t2,028.34\t2,129.55",
        "Cyngor Sir Ynys",
        "",
    ],
)
def test_english_with_welsh_names_stays_english(text: str) -> None:
    assert not is_welsh(text)
    assert language_of(text) == "en-GB"
