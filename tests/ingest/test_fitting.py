from ingest.fitting import fit, read_written
from ingest.standing.model import CLASSES


def test_written_sentences_have_the_standing_that_their_marks_say() -> None:
    papers = read_written(
        "@ Quenby Parish Council\n# 4. Gate\n- Cllr Marsh spoke.\n+D It was agreed to buy a gate.\n"
    )
    assert papers[0].labels == ["none", "none", "decided"]


def test_what_was_fitted_tells_its_own_sentences_apart() -> None:
    papers = [
        read_written(
            f"@ Council {n}\nD It was agreed to buy gate {n}.\n- Cllr Marsh spoke of gate {n}.\n"
            f"N The report was noted.\n"
        )[0]
        for n in range(6)
    ]
    model = fit(papers, 6.0, 3)
    chances = model.chances(papers[0].features, papers[0].sentences)
    assert [CLASSES[row.argmax()] for row in chances] == ["decided", "none", "noted"]
