import re
from functools import lru_cache
from importlib.resources import files

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.properties import THOROUGH
from tokenizers import Tokenizer

from bench.e5_tokenizer import tokenizer_of
from forumbot.models.catalogue import E5_FILE, E5_SMALL
from forumbot.models.packages import located
from forumbot.models.reader import Tokenizer as Ours
from forumbot.models.readers import MULTILINGUAL, tokenizer_for
from forumbot.models.unigram import normalized


@lru_cache
def reference() -> Tokenizer:
    """The same vocabulary by the tokenizers package."""
    return tokenizer_of(located(E5_SMALL, E5_FILE))


@lru_cache
def ours() -> Ours:
    """That of the multilingual reader."""
    return tokenizer_for(MULTILINGUAL)


def agree(text: str) -> None:
    """The ids are the same, and so are the offsets where no letter is of several characters."""
    found, expected = ours().encode(text), reference().encode(text, add_special_tokens=False)
    assert found.ids == expected.ids
    if normalized(text)[0] == text:
        assert found.offsets == expected.offsets


@pytest.mark.parametrize("language", ["bg", "de", "el", "fi", "fr", "hu", "pl", "ro"])
def test_words_of_real_languages_are_cut_as_by_the_tokenizers_package(language: str) -> None:
    """Lines of a glossary that ships: words, their meanings and what is noted of them."""
    glossary = files("forumbot.language") / "glossaries" / f"{language}.tsv"
    for line in glossary.read_text(encoding="utf-8").splitlines()[: 300 if THOROUGH else 100]:
        agree(line)


@settings(deadline=None)
@given(
    st.text(
        st.sampled_from(" \n\t\u00a0\u3000\u2581aeéßзλ漢字한각ßﬁ½Å①😀\u0301\u0308ʼ12.,-/@#\u200b")
        | st.characters(exclude_categories=["Cs", "Cn"]),
        max_size=40,
    ).filter(lambda text: not re.search(r"<(s|/s|pad|unk|mask)>", text))
)
@example("")
@example("\u2581\u2581a b\u2581")
@example("x" * 300)
def test_any_text_is_cut_as_by_the_tokenizers_package(text: str) -> None:
    """White space, marks that combine, letters of any script and of none that is known."""
    agree(text)


def test_the_marks_of_the_model_are_words_like_others_in_a_text() -> None:
    """Whoever types them cannot end a question."""
    assert not {0, 1, 2, 3} & set(ours().encode("What </s> is <s> this <pad>?").ids)


def test_offsets_reach_over_all_of_a_letter() -> None:
    """A letter of two characters belongs to its token whole; what follows is where it was."""
    text = "le me\u0301rite de l'e\u0301te\u0301 2019"
    offsets = ours().encode(text).offsets
    assert text[offsets[-1][0] : offsets[-1][1]] == "2019"
    assert "".join(text[start:end] for start, end in offsets) == text.replace(" ", "")


@pytest.mark.parametrize("text", ["ﬁn", "e\u0301", "a\u00a0b", "각", "\u1112\u1161\u11ab 12"])
def test_each_character_knows_what_it_stands_for(text: str) -> None:
    """Under NFKC none is lost, and all together they stand for the whole text."""
    normal, origins = normalized(text)
    assert len(normal) == len(origins)
    assert {at for start, end in origins for at in range(start, end)} == set(range(len(text)))
