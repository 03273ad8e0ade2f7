"""A question that is read once."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import MAX_QUESTION_CHARS, check_question, read_question
from forumbot.errors import UsageError
from forumbot.language.words import content_words, words


def test_a_question_tells_all_that_its_words_say() -> None:
    """What is asked for, of which forum and time, in which language and words, stands in it."""
    question = read_question("When did the third forum meet in March 2019?")
    assert (question.kind, question.language) == (QuestionKind.WHEN, "en")
    assert question.forums.edition == 3
    assert [question.text[one.start : one.end] for one in question.times] == ["March 2019"]
    assert question.years == ("2019",)
    assert question.located[3] == ("third", 13, 18)
    assert question.content_words == ("third", "forum", "meet", "march", "2019")
    assert question.without_times == "When did the third forum meet?"


def test_content_words_stand_beside_the_forums_that_are_named() -> None:
    """What names the forum is left out, an ordinal that names something else is not."""
    question = read_question("Who spoke in the second session of the third wombat forum?")
    assert question.forums.one is not None
    assert question.content_beside(question.forums.one) == ("spoke", "second", "session")


@examples(150)
@example("0\u0f180")
@example("1\u20242 Σας \u0130stanbul 3rd")
@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    """Whatever is asked, its words are those that the index would have of it in NFC."""
    plain = unicodedata.normalize("NFC", text)
    question = read_question(plain)
    assert list(question.words) == words(plain)
    assert list(question.content_words) == content_words(plain)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "???", "—", "[]", "\ud800"])
def test_a_question_without_a_word_is_refused(text: str) -> None:
    """Blank questions and bare punctuation are said to be empty."""
    with pytest.raises(UsageError, match="empty"):
        check_question(text)


def test_the_longest_question_is_let_through_and_no_longer_one() -> None:
    """The limit counts characters after white space has been made plain."""
    longest = "a" * MAX_QUESTION_CHARS
    assert check_question(f"  {longest}\n\n").text == longest
    with pytest.raises(UsageError, match=r"longer than 1000 characters"):
        check_question(longest + "a")


@examples(200)
@given(st.text(max_size=60))
def test_a_checked_question_has_plain_spaces_and_the_same_words(text: str) -> None:
    """What is kept as typed differs in white space alone, and checking twice changes no more."""
    try:
        question = check_question(text)
    except UsageError:
        return
    assert question.typed.split(" ") == unicodedata.normalize("NFC", text).split()
    assert check_question(question.text).text == question.text


def test_accents_typed_apart_are_joined_to_their_letters() -> None:
    """A question typed on a system that decomposes letters is the same question."""
    assert check_question("e\u0301volution of Herve\u0301").text == "évolution of Hervé"


@pytest.mark.parametrize(
    ("question", "is_one"),
    [
        ("Søren Røn", True),
        ("ClusterXchange 2019", True),
        ("[3]", False),
        ("2 2", False),
        ("Who is Søren Røn?", False),
        ("one two three four five", False),
    ],
)
def test_a_bare_name_is_looked_up_and_a_bare_number_is_not(question: str, is_one: bool) -> None:
    """A number alone names nothing, though many sentences hold it."""
    assert read_question(question).is_lookup is is_one


def test_in_a_conversation_a_question_mark_says_enough() -> None:
    """Nothing else without a word does."""
    assert check_question("?!", in_talk=True).text == "?!"
    for text in ("", " ", "!!"):
        with pytest.raises(UsageError, match="empty"):
            check_question(text, in_talk=True)


def test_who_could_not_come_is_read_as_who_sent_apologies() -> None:
    """Where it is asked who that was, not where somebody says it of themselves."""
    assert check_question("who couldn't make it?").text == "who sent apologies?"
    told = "I couldn't make it to the forum, what did I miss?"
    assert "apologies" not in check_question(told).text
