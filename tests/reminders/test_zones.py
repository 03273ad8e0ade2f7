from datetime import UTC, datetime, timedelta

import pytest

from forumbot.reminders.zones import (
    hint_at_zones,
    offset_at,
    offset_in_words,
    read_offset,
    zone_from,
    zone_names,
    zone_of_place,
    zones_like,
)

SUMMER = datetime(2026, 7, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("CEST", "did you mean Europe/Brussels (UTC+01:00, in summer UTC+02:00)?"),
        ("cet", "did you mean Europe/Brussels (UTC+01:00, in summer UTC+02:00)?"),
        ("BST", "did you mean Europe/London (UTC+00:00, in summer UTC+01:00)?"),
        ("EEST", "did you mean Europe/Bucharest (UTC+02:00, in summer UTC+03:00)?"),
        ("PDT", "did you mean America/Los_Angeles (UTC-08:00, in summer UTC-07:00)?"),
        ("XYZ", "name the place, such as Europe/Brussels"),
        ("MESZ", "name the place, such as Europe/Brussels"),
        ("UTC+05:30", "name the place, such as Asia/Kolkata (UTC+05:30)"),
        ("GMT-12", "name the place, such as Europe/Brussels"),
        ("Brusels", "did you mean Europe/Brussels?"),
        ("berlin", "did you mean Europe/Berlin?"),
        ("new york", "did you mean America/New_York?"),
        ("W. Europe Standard Time", "write the place, Europe/Berlin (UTC+01:00, in summer"),
        ("romance standard time", "write the place, Europe/Paris (UTC+01:00, in summer"),
        ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", "write the place, Europe/Brussels ("),
        ("(GMT+02:00) Helsinki, Kyiv, Riga", "write the place, Europe/Helsinki ("),
        ("Nowhere/At_All", "write the place, such as Europe/Brussels"),
    ],
)
def test_a_hint_has_the_right_offset_or_there_is_none(text: str, hint: str) -> None:
    """An abbreviation leads to places that keep its time, never to one that is spelt alike."""
    assert hint_at_zones(text).startswith(hint.removesuffix("?"))


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Paris", "Europe/Paris"),
        ("new york", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Europe/Brussels", "Europe/Brussels"),
        ("Atlantis", None),
        ("UTC", None),
    ],
)
def test_a_place_is_known_by_its_city_or_in_full(name: str, zone: str | None) -> None:
    """Whatever its case and accents."""
    assert zone_of_place(name) == zone


@pytest.mark.parametrize("text", ["GMT+2", "UTC+2", "+02:00", "utc +2", "GMT+0200", "IST"])
def test_every_place_of_a_hint_keeps_such_a_time(text: str) -> None:
    """In winter or in summer, and the offset beside it is its own."""
    hint = hint_at_zones(text)
    named = [zone for zone in zone_names() if f"{zone} (" in hint]
    assert named
    for zone in named:
        winter, summer = (offset_at(zone, SUMMER.replace(month=month)) for month in (1, 7))
        assert read_offset(text) in (None, winter, summer)
        assert offset_in_words(winter) in hint
        assert offset_in_words(summer) in hint


def test_what_is_offered_for_an_offset_are_places_that_have_it_now() -> None:
    """Not Etc/GMT+2, which is two hours behind; that comes last where it is asked for by name."""
    found = zones_like("GMT+2", SUMMER)
    assert found[0] == "Europe/Brussels"
    assert {offset_at(zone, SUMMER) for zone in found[:25]} == {timedelta(hours=2)}
    assert found[-1] == "Etc/GMT+2"
    assert "Europe/Brussels" not in zones_like("UTC+2", SUMMER.replace(month=1))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", "Europe/Brussels"), ("cest", "Europe/Brussels"), ("york", "America/New_York"),
        ("new y", "America/New_York"), ("brus", "Europe/Brussels"), ("utc", "Etc/UTC"),
    ],
)  # fmt: skip
def test_places_are_offered_first(typed: str, first: str) -> None:
    """By what was typed so far of their name, or of what their time is called."""
    assert zones_like(typed, SUMMER)[0] == first
    assert len(zones_like(typed, SUMMER)) == len(set(zones_like(typed, SUMMER)))


def test_a_label_that_was_offered_is_its_zone() -> None:
    """Some send the label back; what is no zone stays none."""
    assert zone_from("Europe/Brussels (UTC+02:00)") == "Europe/Brussels"
    assert zone_from(" Etc/GMT+2 ") == "Etc/GMT+2"
    assert zone_from("CEST") is None
    assert zone_from("localtime") is None
