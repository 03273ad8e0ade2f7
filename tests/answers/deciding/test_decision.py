from dataclasses import replace

import pytest

from forumbot.answers.answer import Finding
from forumbot.answers.deciding.confidence import shipped_judge
from forumbot.answers.deciding.decision import Case, decide, quotes_another_year
from forumbot.answers.deciding.evidence import NOTHING_FOUND, Features
from forumbot.answers.deciding.reading import ReadFeatures
from forumbot.archive.documents import Document, parse_document
from forumbot.asking.question import read_question

JUDGE = shipped_judge()
QUOTED = Case(
    NOTHING_FOUND,
    None,
    is_absent=False,
    is_stated=False,
    is_quoted=True,
    lacks_what_is_counted=False,
)


@pytest.mark.parametrize("threshold", [0.0, 0.01, 0.153, None])
def test_what_is_absent_is_never_answered(threshold: float | None) -> None:
    """No threshold, however low, lifts the veto on what the archive lacks."""
    absent = decide(replace(QUOTED, is_absent=True), JUDGE, threshold)
    assert absent.finding is not Finding.ANSWER
    assert absent.confidence <= JUDGE.answer_from / 2


def test_what_is_stated_outright_is_answered_all_the_same() -> None:
    """A day that the archive gives stands, whatever else the question names."""
    stated = decide(replace(QUOTED, is_absent=True, is_stated=True), JUDGE, None)
    assert stated.finding is Finding.ANSWER
    assert stated.confidence >= 0.6
    withheld = replace(QUOTED, is_stated=True, is_quoted=False)
    assert decide(withheld, JUDGE, None).finding is not Finding.ANSWER


def test_an_answer_has_a_quote_that_holds_what_is_counted() -> None:
    """Without a quote, or without the number that is asked for, it is near at most."""
    assert decide(QUOTED, JUDGE, 0.0).finding is Finding.ANSWER
    assert decide(replace(QUOTED, is_quoted=False), JUDGE, 0.0).finding is Finding.NEAR
    assert decide(replace(QUOTED, lacks_what_is_counted=True), JUDGE, 0.0).finding is Finding.NEAR


def test_a_low_confidence_is_near_or_nothing() -> None:
    """Below the threshold nothing is answered; what is told without quotes is near."""
    assert decide(QUOTED, JUDGE, 1.0).finding is Finding.NOTHING
    told = replace(QUOTED, is_quoted=False, is_told_without_quotes=True)
    assert decide(told, JUDGE, 1.0).finding is Finding.NEAR


def test_a_sure_reader_overrules_words_that_are_missing_and_no_other_role() -> None:
    """What was done is said in many words; what the quotes are surely not of stays unanswered."""
    sure = ReadFeatures(3.0, 3.0, 3.0, 12.0, 0.0, 0.0, 0.0, 0.0)
    unsure = replace(sure, first=-1.0, best=-1.0, alone=-1.0, alone_span=8.0)
    treated = dict.fromkeys(Features.__dataclass_fields__, 0.9)
    features = Features(**(treated | dict.fromkeys(("missing", "missing_name"), 0.0)))
    read = replace(QUOTED, features=features, read=sure)
    assert decide(replace(read, lacks_sought=True), JUDGE, None).finding is Finding.ANSWER
    assert decide(replace(read, read=unsure), JUDGE, None).finding is Finding.ANSWER
    for case in (
        replace(read, read=unsure, lacks_sought=True),
        replace(read, read=None, lacks_sought=True),
        replace(read, is_of_another=True),
    ):
        assert decide(case, JUDGE, 0.0).finding is not Finding.ANSWER


def test_a_subject_that_the_archive_does_not_treat_is_not_answered_whatever_was_read() -> None:
    """However sure the reader is of a passage, where the words find nothing there is no answer."""
    sure = ReadFeatures(3.0, 3.0, 3.0, 12.0, 1.0, 3.0, 1.0, 3.0)
    on_topic = dict.fromkeys(Features.__dataclass_fields__, 0.9)
    treated = Features(**(on_topic | dict.fromkeys(("missing", "missing_name"), 0.0)))
    for features, finding in ((NOTHING_FOUND, Finding.NOTHING), (treated, Finding.ANSWER)):
        case = replace(QUOTED, features=features, read=sure)
        assert decide(case, JUDGE, None).finding is finding
        assert (decide(case, JUDGE, 0.0).finding is Finding.ANSWER) is (finding is Finding.ANSWER)


def document(*dates: str) -> Document:
    """A document with such days in its front matter."""
    stated = "\n".join(["---", "title: Awards", *dates, "---", "Uwe won."])
    return parse_document("a.md", stated.encode())


@pytest.mark.parametrize(
    ("text", "dates", "is_other"),
    [
        ("The awards of 2020\nUwe won.", (), True),
        ("The awards of 2020 and 2022\nUwe won.", (), False),
        ("The awards\nUwe won.", (), False),
        ("The awards\nUwe won.", ("held_on: 2020-11-10",), True),
        ("The awards of 2020\nUwe won.", ("held_on: 2022-11-10",), False),
    ],
)
def test_what_speaks_of_another_year_alone_answers_nothing(
    text: str, dates: tuple[str, ...], is_other: bool
) -> None:
    """The year stands in the quote, above it or in the days of its document, or no year does."""
    quoted = [(document(*dates), text, "")]
    assert quotes_another_year(read_question("Who won in 2022?"), quoted) is is_other
    assert not quotes_another_year(read_question("Who won?"), quoted)


def test_what_names_the_year_before_a_quote_is_of_it_as_well() -> None:
    """Minutes tell of the year before; a further quote of that year makes none of the first."""
    minutes = parse_document("a.md", b"# Minutes of 2024\n\nUwe won.\n\nThe next is in 2022.")
    text, question = "Minutes of 2024\nUwe won.", read_question("Who won in 2022?")
    told, planned = (minutes, text, "Report on 2022\n\nUwe won."), (minutes, text, "Uwe won.")
    assert not quotes_another_year(question, [told])
    assert quotes_another_year(question, [planned, (minutes, "2022: Ada won.", "")])
    assert not quotes_another_year(question, [])
