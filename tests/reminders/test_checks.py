import pytest

from forumbot.reminders.checks import hint, id_of, nearest, quoted, url_of, zone_of


def test_what_is_in_order_comes_back_as_it_is() -> None:
    """A check that has nothing to say gives the text."""
    assert id_of("ecpf-4") == "ecpf-4"
    assert url_of("http://example.org/a?b=1") == "http://example.org/a?b=1"
    assert zone_of("Europe/Brussels") == "Europe/Brussels"


@pytest.mark.parametrize("text", ["", "A", "a--b", "-a", "a b", "a@2019-03-14", "a" * 65])
def test_what_is_no_id_is_refused(text: str) -> None:
    """An id can stand in addresses and file names, and is no id of an occurrence."""
    with pytest.raises(ValueError, match="is no id; use at most 64"):
        id_of(text)


@pytest.mark.parametrize(
    "text", ["", "example.org", "https://", "http://[", "ftp://a", "http://a b"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    """An address has a scheme and a host."""
    with pytest.raises(ValueError, match="is no address; give one with https://"):
        url_of(text)


def test_an_address_can_be_held_to_some_schemes() -> None:
    """Where only https will do, http is refused."""
    with pytest.raises(ValueError, match="is no address"):
        url_of("http://example.org", schemes=("https",))


@pytest.mark.parametrize("name", ["Europe/Brusels", "brussels", "EUROPE/BRUSSELS"])
def test_a_zone_that_does_not_exist_gets_one_that_may_be_meant(name: str) -> None:
    """Zones are written exactly; what comes near is helped."""
    with pytest.raises(ValueError, match="does not exist; did you mean Europe/Brussels"):
        zone_of(name)


@pytest.mark.parametrize("name", ["localtime", "Factory", "../../etc/passwd", "Europe", "\x00"])
def test_what_depends_on_the_machine_is_no_zone(name: str) -> None:
    """A zone means the same on every machine, and is no path."""
    with pytest.raises(ValueError, match="does not exist"):
        zone_of(name)


def test_hints_name_the_nearest_and_all() -> None:
    """Whoever mistypes a word sees what was meant, and else what there is."""
    assert hint("Forun", ("forum", "other")) == "did you mean forum? known are forum, other"
    assert hint("x", ("forum", "other")) == "known are forum, other"
    assert nearest("FORUM", ("forum",)) == "forum"


def test_quoted_text_stays_short_and_on_its_line() -> None:
    """What somebody wrote is shown without what would break the line."""
    assert quoted("a\nb\u2028c") == '"a�b�c"'
    assert quoted("x" * 61) == '"' + "x" * 59 + '…"'
