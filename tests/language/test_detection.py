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
