from forumbot.language.english_words import english_stems, writes_english_word
from forumbot.language.glossary import languages, rows_of
from forumbot.language.levelling import level


def test_a_word_of_english_is_one_by_any_glossary() -> None:
    """As it stands, levelled; expressions are none."""
    every = {level(english) for code in languages() for english, _ways in rows_of(code)}
    assert {one for one in every if writes_english_word(one)} == {
        one for one in every if " " not in one
    }
    assert not writes_english_word("vergadering")


def test_the_stems_of_english_words_are_known() -> None:
    """Those of single words."""
    assert {"meet", "budget"} <= english_stems()
    assert not any(" " in one for one in english_stems())
