"""Texts of many languages in one space, by the model that ships."""

import numpy as np

from forumbot.models.multilingual import shared_multilingual

ASKED = {
    "de": "Wer bezahlt die Reisekosten?",
    "fr": "Qui paie les frais de voyage ?",
    "ro": "Cine plătește cheltuielile de călătorie?",
    "pl": "Kto płaci za koszty podróży?",
}
ANSWER = "Travel expenses are borne by the host organisation."
OTHERS = (
    "The minutes of the last meeting were approved.",
    "Die nächste Sitzung findet im März statt.",
    "Les participants ont visité l'usine.",
)


def test_an_answer_is_nearest_in_whatever_language_is_asked() -> None:
    """Questions in four languages are nearest to the English sentence that answers them."""
    encoder = shared_multilingual()
    passages = encoder.passages([ANSWER, *OTHERS])
    for text in ASKED.values():
        assert int((passages @ encoder.question(text)).argmax()) == 0


def test_vectors_have_length_one_and_depend_on_their_text_alone() -> None:
    """Any text has one, an empty and an endless one too, whatever is read beside it."""
    encoder = shared_multilingual()
    texts = ["", ANSWER, "word " * 5_000, *OTHERS]
    together = encoder.passages(texts)
    assert together.shape == (len(texts), encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts[:3], together, strict=False):
        np.testing.assert_array_equal(encoder.passages([text])[0], vector)
