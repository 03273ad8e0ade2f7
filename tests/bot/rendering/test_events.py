from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from tests.bot.rendering.hostile import TEXTS, URLS, fits, inert, size
from tests.bot.rendering.samples import NOW, described, event
from tests.properties import examples

from forumbot.bot.rendering.events import (
    announcement_embed,
    announcement_text,
    event_pages,
    events_embed,
)
from forumbot.reminders import wording
from forumbot.reminders.events import Dispute, Event, EventKind
from forumbot.reminders.wording import Announcement, Quoted

EVENTS = st.builds(
    event, TEXTS, place=TEXTS, url=URLS, all_day=st.booleans(),
    status=st.sampled_from(["confirmed", "cancelled"]),
    disputed=st.lists(st.builds(Dispute, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
)  # fmt: skip


@examples(60)
@given(st.lists(EVENTS, max_size=3))
def test_events_of_any_text_fit_and_do_nothing(events: list[Event]) -> None:
    """Titles, places, addresses and what other sources say."""
    for page in (1, 2, 3):
        fits(events_embed(events * 4, NOW, page, chosen_by="x" * 100))


@examples(100)
@given(
    EVENTS,
    st.one_of(st.none(), TEXTS),
    st.lists(TEXTS, max_size=20).map(tuple),
    st.lists(st.builds(Quoted, TEXTS, TEXTS, URLS), max_size=6).map(tuple),
    st.integers(0, 60),
)  # fmt: skip
def test_an_announcement_of_any_text_fits_and_does_nothing(
    of: Event, message: str | None, lines: tuple[str, ...], quotes: tuple[Quoted, ...], taken: int
) -> None:
    """As an embed, and as plain text beside the mention of a role."""
    shown = Announcement(
        of.title, of, still="in 2 weeks", message=message, late_by=timedelta(hours=3),
        changes=lines, background=quotes,
    )  # fmt: skip
    embed = announcement_embed(shown)
    own_zone = f"-# {wording.when(of)}"
    embed.description = described(embed).replace(own_zone, "")
    fits(embed)
    text = announcement_text(shown, 2000 - taken)
    assert size(text) <= 2000 - taken
    inert(text.replace(own_zone, ""))
    fits(announcement_embed(wording.report(lines)))


def test_a_report_that_leaves_something_out_says_where_it_stands() -> None:
    """Which command lists the rest is Discord's to say."""
    embed = announcement_embed(wording.report(["one"], more=4))
    assert described(embed) == "one\nand 4 more; /remind log lists them"


def test_a_timed_event_is_shown_in_each_readers_own_time() -> None:
    """Discord's timestamps for its start and end, and how long until then."""
    starts = int(datetime(2019, 3, 14, 8, tzinfo=UTC).timestamp())
    shown = event(place="Brussels", url="https://x.org")
    assert described(events_embed([shown], NOW)).split("\n") == [
        "**Forum**",
        f"forum · <t:{starts}:F> – <t:{starts + 3600}:t> (<t:{starts}:R>) · Brussels",
        "[link](<https://x.org>)",
    ]
    open_end = described(events_embed([event(ends_at=None)], NOW))
    assert open_end.endswith(f"forum · <t:{starts}:F> (<t:{starts}:R>)")


def test_an_all_day_event_has_the_days_of_its_own_zone() -> None:
    """No timestamp for them, which would be another day far away, but how long to its morning."""
    start = datetime(2019, 3, 14, tzinfo=ZoneInfo("Pacific/Auckland"))
    more: dict[str, Any] = {"all_day": True, "timezone": "Pacific/Auckland", "starts_at": start}
    one = event(ends_at=start + timedelta(days=1), **more)
    three = event(ends_at=start + timedelta(days=3), **more)
    still = f"(<t:{int((start + timedelta(hours=9)).timestamp())}:R>)"
    assert described(events_embed([one, three], NOW)).split("\n") == [
        "1\\. **Forum**", f"forum · Thursday 14 March 2019 {still}", "",
        "2\\. **Forum**",
        f"forum · Thursday 14 March 2019 – Saturday 16 March 2019 {still}",
    ]  # fmt: skip


def test_what_is_over_or_cancelled_or_disputed_is_called_so() -> None:
    """After its title, and another source's value beneath."""
    dispute = Dispute("ends", "2019-05-06", "a.md")
    shown = [event("Old"), event("Off", status="cancelled"), event("Odd", disputed=(dispute,))]
    later = described(events_embed(shown, datetime(2020, 1, 1, tzinfo=UTC)))
    assert "**Old** *(past)*" in later
    assert "**Off** *(cancelled)*" in later
    assert later.endswith("\nSources differ: ends 6 May 2019, says “a”")


def test_more_events_than_fit_are_on_further_pages() -> None:
    """Numbered through; the footer says which page it is, and how many there are."""
    second = events_embed([event(f"Event {number}") for number in range(1, 13)], NOW, 2)
    assert second.footer.text == "Page 2 of 3, 12 events · 🔔 reminds you by a direct message"
    assert described(second).startswith("6\\. **Event 6**")
    assert "11" not in described(second)
    one_page = events_embed([event()] * 5, NOW).footer.text
    assert one_page == "🔔 reminds you by a direct message"
    assert events_embed([event()], NOW).footer.text is None
    assert [event_pages(count) for count in (0, 1, 5, 6)] == [1, 1, 1, 2]


def test_what_events_were_chosen_by_stands_in_the_title() -> None:
    """Nothing where they were not."""
    assert events_embed([event()], NOW, chosen_by="March 2019").title == "Events: March 2019"
    assert events_embed([event()], NOW).title == "Events"


def test_the_list_is_in_the_reader_s_language() -> None:
    """Days, title and footer; what it does not speak is English."""
    start = datetime(2019, 3, 14, tzinfo=ZoneInfo("Europe/Berlin"))
    day = event(all_day=True, timezone="Europe/Berlin", starts_at=start, ends_at=None)
    shown = events_embed([day] * 6, NOW, language="de")
    assert shown.title == "Termine"
    assert shown.footer.text == "Seite 1 von 2, 6 Termine · 🔔 erinnert dich per Direktnachricht"
    assert "Donnerstag, 14. März 2019" in described(shown)
    assert events_embed([], NOW, language="sv-SE").title == "Events"


def test_a_headline_does_not_say_how_long_still() -> None:
    """That would be wrong the day after; Discord's own words for it stay true."""
    shown = Announcement("Forum", event(), anchor="end", still="in 2 weeks")
    embed = announcement_embed(shown)
    assert embed.title == "Forum"
    starts = int(event().starts_at.timestamp())
    assert described(embed).startswith(f"**Ends:** <t:{starts + 3600}:R>\n**When:** <t:{starts}:F>")
    assert "in 2 weeks" not in announcement_text(shown)


def test_no_event_is_said_to_be_none() -> None:
    """Nothing is never shown as nothing at all."""
    assert events_embed([], NOW).description == "No event to show."


def test_an_event_that_is_under_way_tells_when_it_ends() -> None:
    """Not since when it is."""
    ends = int(datetime(2019, 3, 14, 9, tzinfo=UTC).timestamp())
    begun = datetime(2019, 3, 14, 8, 30, tzinfo=UTC)
    assert f"(ends <t:{ends}:R>)" in described(events_embed([event()], begun))
    assert f"(endet <t:{ends}:R>)" in described(events_embed([event()], begun, language="de"))


def test_what_stands_beside_an_event_is_in_the_language_of_its_reader() -> None:
    """Its kind, whether it is over or cancelled, and where sources differ."""
    later = datetime(2019, 3, 15, tzinfo=UTC)
    shown = event(disputed=(Dispute("ends", "2019-05-06", "pages/cluster-weeks.md"),))
    said = described(events_embed([shown], later, language="fr"))
    assert "*(passé)*" in said
    assert "Les sources divergent : fin le 6 mai 2019 selon « cluster weeks »" in said
    assert "Konferenz" in described(
        events_embed([event(kind=EventKind.CONFERENCE)], NOW, language="de")
    )
