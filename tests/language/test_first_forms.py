from forumbot.language.first_forms import months, numbers, ordinals, weekdays


def test_the_first_form_of_a_table_is_the_word_written_out() -> None:
    """No form that is cut short, in the plural or another case comes with it."""
    assert months("de")[:3] == ("januar", "februar", "märz")
    assert weekdays("en")[-1] == "sunday"
    assert numbers("fr", 4) == ("un", "deux", "trois", "quatre")
    assert ordinals("en", 3) == ("first", "second", "third")


def test_a_word_of_several_languages_comes_once() -> None:
    """August is the same in English and German; without codes every table is read."""
    assert months("en", "de").count("august") == 1
    assert len(months("en", "de")) == 20
    assert set(months("en", "de", "fr", "nl")) < set(months())
