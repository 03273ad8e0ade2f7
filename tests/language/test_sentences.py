import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.language.sentences import sentence_spans

TOKENS = [
    "One", "Dr.", "z. B.", ". ", "? ", "!", "\n", " ", "…", "”", "(", ")", "1.", "。",
    "é", "\u00a0", "\u2028", "...", "M. ", "x", "e.g.", "😀",
]  # fmt: skip


def sentences(text: str, language: str = "en") -> list[str]:
    """The sentences of a whole text."""
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text), language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["It met.", "Did it end?", "Yes!"]),
        ("en", ["Dr. Ron spoke of e.g. labels.", "He left."]),
        ("en", ["The budget is €3.6 million.", "It grew."]),
        ("en", ["It met on 15 Nov. 2018 in Brussels.", "It ended."]),
        ("de", ["Prof. Dr. Meier sprach z. B. über Cluster.", "Danach gab es Kaffee."]),
        ("fr", ["Le budget est de 3,6 millions.", "Il a augmenté."]),
        ("fr", ["Le projet de M. Floch est né.", "Mme. Dupont et MM. X et Y l'ont dit."]),
        ("pl", ["Zebranie odbędzie się 15 marca 2025 r. w Krośnie.", "Potem kawa."]),
        (
            "fr",
            ["Périscolaire : 2.37 € par enfant et par séance.", "e Cantine : 4.12 € par repas."],
        ),
        ("es", ["Habló M. Floch de Francia.", "Y se fue."]),
        ("en", ["They live in the U.S.", "They met."]),
        ("en", ["J. Smith chose plan B.", "Then he left."]),
    ],
)
def test_sentences_end_where_readers_see_the_end(language: str, expected: list[str]) -> None:
    """Abbreviations and decimal points don't end a sentence; marks with a space behind do."""
    assert sentences(" ".join(expected), language) == expected


def test_a_line_break_ends_no_sentence() -> None:
    """A wrapped sentence is one sentence, its line break included."""
    assert sentences("The forum\nmet. It\nended.") == ["The forum\nmet.", "It\nended."]


def test_only_the_given_stretch_is_cut_and_offsets_count_from_the_whole() -> None:
    """Text around the stretch is not looked at."""
    text = "Before. One here. Two here. After."
    spans = sentence_spans(text, 8, 27, "en")
    assert [text[start:end] for start, end in spans] == ["One here.", "Two here."]


@pytest.mark.parametrize("language", ["zz", "", "xx-YY", "\n"])
def test_an_unknown_language_is_cut_all_the_same(language: str) -> None:
    """A language code that nothing knows falls back instead of failing."""
    assert sentences("It met. It ended.", language) == ["It met.", "It ended."]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_without_a_visible_character_there_is_no_sentence(text: str) -> None:
    """Blank stretches give no empty sentences."""
    assert sentences(text) == []


def test_a_stretch_longer_than_the_segmenter_takes_is_covered() -> None:
    """Beyond 20,000 characters at once nothing is lost."""
    text = "It met and it talked. " * 3_000
    found = sentences(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert found[0] == found[-1] == "It met and it talked."
    assert len(found) >= 3_000


def test_no_word_is_cut_where_a_long_stretch_is() -> None:
    """The stretches that the segmenter is given end at white space."""
    text = "unbroken " * 10_000
    assert {word for sentence in sentences(text) for word in sentence.split()} == {"unbroken"}
    assert sentences("x" * 50_000) != []


@examples(300)
@given(
    st.text(max_size=120)
    | st.lists(
        st.sampled_from(TOKENS),
        max_size=30,
    ).map("".join),
    st.sampled_from(["en", "de", "fr", "pl", "hu", "zz"]),
)
def test_spans_of_any_text_hold_every_visible_character_in_order(text: str, language: str) -> None:
    """Spans rise, begin and end visibly, and between them there is white space alone."""
    position = 0
    for start, end in sentence_spans(text, 0, len(text), language):
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        position = end
    assert not text[position:].strip()
