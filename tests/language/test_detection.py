import time

import pytest

from forumbot.language.detection import detect_language, detect_languages

ENGLISH = "The forum met to discuss how clusters can help small firms and what policies can do. "
GERMAN = "Das Forum tagte in Brüssel, um über Cluster und die Politik für sie zu sprechen. "
FRENCH = "Le forum s'est réuni pour parler des pôles et de la politique à mener pour eux. "
BULGARIAN = "Форумът се събра, за да обсъди клъстерите и политиката за тях в цяла Европа. "
GREEK = "Το φόρουμ συνεδρίασε για να συζητήσει τους συνεργατικούς σχηματισμούς στην Ευρώπη. "
DUTCH = "Het forum kwam bijeen om te spreken over clusters en over wat het beleid kan doen. "


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        (FRENCH, "fr"),
        (DUTCH, "nl"),
        (GREEK, "el"),
        (BULGARIAN, "bg"),
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_one_language_is_told_for_certain(sentence: str, code: str, times: int) -> None:
    """A sentence is enough, and a long text has no other language."""
    assert detect_languages(sentence * times) == (code, (), True)


@pytest.mark.parametrize("text", ["", "2019", "https://example.org/de/cluster", "Brussels"])
def test_what_tells_no_language_is_english_and_uncertain(text: str) -> None:
    """Numbers, addresses and names are not taken for any language's words."""
    assert detect_languages(text) == ("en", (), False)


def test_a_second_language_of_a_large_part_is_named() -> None:
    """A report with its summary in German is English, in parts German."""
    found = detect_languages(ENGLISH * 40 + GERMAN * 20)
    assert (found.main, found.others) == ("en", ("de",))


def test_a_few_foreign_words_at_the_top_do_not_decide() -> None:
    """The language is that of most of the text, not of its title page."""
    assert detect_language(GERMAN * 3 + ENGLISH * 60) == "en"


@pytest.mark.parametrize(
    "text", ["会议决定在河边种植一千棵树。" * 8, "قرر الأعضاء زراعة ألف شجرة على ضفاف النهر. " * 4]
)
def test_a_script_of_no_known_language_is_uncertain(text: str) -> None:
    """It is not taken for whatever language is least unlike."""
    assert detect_languages(text) == ("en", (), False)


def test_russian_and_ukrainian_are_told_from_bulgarian() -> None:
    """Their tables hold little more than months."""
    russian = "Участники решили посадить тысячу берёз вдоль реки и поблагодарили гостей. "
    ukrainian = "Учасники вирішили посадити тисячу беріз уздовж річки та подякували гостям. "
    assert detect_languages(russian) == ("ru", (), True)
    assert detect_languages(ukrainian) == ("uk", (), True)


def test_a_long_run_without_spaces_takes_no_longer_than_others() -> None:
    """Such as a table of numbers or a picture in letters; it held a build up for minutes."""
    started = time.process_time()
    detect_languages("x€" * 200_000)
    assert time.process_time() - started < 10
