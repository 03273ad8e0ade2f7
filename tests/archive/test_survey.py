import random
import time

import pytest

from forumbot.archive.survey import find_doubles, survey

RANDOM = random.Random(5)  # noqa: S311 - the same texts every time
WORDS = [f"word{number}" for number in range(3000)]


def prose(count: int) -> str:
    """A text of so many words drawn at random."""
    return " ".join(RANDOM.choices(WORDS, k=count))


def test_a_very_short_text_is_named_with_its_words() -> None:
    """Below 50 words a maintainer should look."""
    assert survey({"a": "Two words", "b": prose(49), "c": prose(50), "d": ""}) == {
        "a": ("very short (2 words)",), "b": ("very short (49 words)",), "c": (),
        "d": ("very short (0 words)",),
    }  # fmt: skip


def test_the_same_text_in_two_formats_is_a_double_of_the_first() -> None:
    """Case, spaces and punctuation make no difference; each copy names the first."""
    text = prose(300)
    copies = {"a.pdf": text, "b.md": text.upper() + ".", "c.docx": text.replace(" ", "\n")}
    found = survey(copies)
    assert found == {
        "a.pdf": (), "b.md": ("the same text as a.pdf",), "c.docx": ("the same text as a.pdf",),
    }  # fmt: skip


@pytest.mark.parametrize("share", [0.02, 0.05])
def test_a_text_with_some_words_changed_is_a_near_duplicate(share: float) -> None:
    """How much of it is the same is told, within a tenth of the truth."""
    words = prose(5000).split()
    changed = [word if RANDOM.random() > share else "other" for word in words]
    [(doc_id, double)] = find_doubles({"a": " ".join(words), "b": " ".join(changed)}).items()
    kept = (1 - share) ** 4
    assert (doc_id, double.doc_id) == ("b", "a")
    assert double.similarity == pytest.approx(kept / (2 - kept), abs=0.1)


def test_a_double_never_claims_to_be_the_same_if_a_word_differs() -> None:
    """Where the estimate is full, 99 % are told."""
    text = prose(100_000)
    found = survey({"a": text, "b": f"{text} more"})["b"]
    assert found == ("near-duplicate of a (99 % the same)",)


def test_the_nearest_of_several_is_named() -> None:
    """A third version is compared with both before it."""
    words = prose(2000).split()
    second = [*words[:1700], *prose(300).split()]
    third = [*second[:1950], *prose(50).split()]
    texts = {name: " ".join(text) for name, text in zip("abc", (words, second, third), strict=True)}
    assert find_doubles(texts)["c"].doc_id == "b"


def test_texts_of_their_own_are_no_doubles() -> None:
    """A shared introduction, or no words at all, makes no double."""
    shared = prose(100)
    texts = {str(number): f"{shared} {prose(400)}" for number in range(10)}
    assert find_doubles({**texts, "empty": "", "also empty": "–", "two": "a b"}) == {}


def test_the_cost_is_bounded() -> None:
    """A thousand copies and a text of twenty million characters take seconds, not hours."""
    copy = prose(300)
    texts = {f"{number}": f"{copy} {number}" for number in range(1000)}
    texts["long"] = "word " * 4_000_000
    started = time.process_time()
    assert len(find_doubles(texts)) == 999
    assert time.process_time() - started < 20
