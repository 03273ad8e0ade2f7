"""Adding a language is adding one table: what reads languages then knows it."""

from pathlib import Path

import pytest
import yaml

from forumbot.answers.overviews.subjects import asking_words
from forumbot.archive.documents import parse_document
from forumbot.archive.outcomes import find_outcomes
from forumbot.asking.kinds import QuestionKind, kind_of
from forumbot.errors import UsageError
from forumbot.language.dates import find_dates
from forumbot.language.event_words import (
    asking,
    counting,
    during,
    event_pattern,
    event_words,
    listing,
)
from forumbot.language.forum_names import forum_names
from forumbot.language.table import more_tables
from forumbot.reminders.lead_words import parse_leads
from forumbot.reminders.leads import Span

_MONTHS = ["zanu", "zabru", "zartu", "zapru", "zamai", "zunu", "zulu", "zagu", "zeptu", "zoktu"]


def _made_up(folder: Path) -> None:
    cues = "who when where how_many how_much how_long how_big which which_several what why".split()
    cues += "how yes_no list".split()
    events = "past steps until_when several any which listing beside during told calendar".split()
    dates = "to of between and from until week today tomorrow yesterday next last".split()
    others = "negation planned done agenda_headings forum_words forum_parts greetings".split()
    table: dict[str, object] = {
        "language": "zz",
        "months": [[month] for month in [*_MONTHS, "znovu", "zdecu"]],
        "weekdays": [[f"zday{number}q"] for number in range(7)],
        "numbers": {2: ["zdwu"]},
        "units": {"week": ["zweku"]},
        "before": ["zbefu"],
        "half_hour": ["zhalfu"],
        "at_start": ["zstartu"],
        "ordinals": {3: ["ztertu"], 5: ["zpentu"]},
        "stop_words": ["zla", "zde"],
        "questions": {key: [f"z{key}q"] for key in cues},
        "date_words": {key: [f"z{key}w"] for key in dates},
        "outcome_headings": ["zoutu"],
        "forum": ["zforu"],
        "asking": {"archive": ["zarchu"]},
        "events": {key: [f"z{key}e"] for key in events},
        **{key: [f"z{key}x"] for key in others},
    }
    (folder / "zz.yaml").write_text(yaml.safe_dump(table))


def test_leads_know_the_language_of_a_new_table(tmp_path: Path) -> None:
    """Its units, numbers and "before" are read as leads, and are refused without its table."""
    _made_up(tmp_path)
    parse_leads.cache_clear()
    with more_tables(tmp_path):
        found = parse_leads("zdwu zweku zbefu; zhalfu; zstartu", "UTC")
        assert found == (Span(days=14), Span(minutes=30), Span())
    parse_leads.cache_clear()
    with pytest.raises(UsageError):
        parse_leads("zdwu zweku zbefu", "UTC")


def test_a_message_asks_for_events_by_the_words_of_a_new_table(tmp_path: Path) -> None:
    """It counts, lists and chooses them, and names the archive, only with the table."""
    _made_up(tmp_path)
    whole = {
        counting: "zhow_manyq zbesidee zforu zpaste",
        listing: "zlistinge zbesidee zbesidee zforu",
        asking: "zwhich_severalq zforu zduringe zwexu",
    }
    for _again in range(2):
        assert not any(read().fullmatch(text) for read, text in whole.items())
        assert "zarchu" not in asking_words("archive")
        with more_tables(tmp_path):
            found = [read().fullmatch(text) for read, text in whole.items()]
            assert [one and one["kind"] for one in found] == ["zforu"] * 3
            assert "zarchu" in asking_words("archive")
            rows = "past steps until_when several any told calendar".split()
            assert all(event_pattern(key).search(f"x z{key}e") for key in rows)
            assert all(f"z{key}e" in event_words(key) for key in rows)
            assert during().search("zduringe zwexu") is not None


def test_a_table_of_a_made_up_language_is_all_that_it_takes(tmp_path: Path) -> None:
    """Dates, kinds of questions, names of forums and outcomes are read in it, and only then."""
    _made_up(tmp_path)
    report = parse_document("a.md", b"# Zoutu\n\n- The first thing\n")
    texts = ("15 znovu 2018", "zwhenq zla ztertu zforu", "zla zpentu zsesu zde zla ztertu zforu")
    for _again in range(2):
        assert not find_dates(texts[0])
        assert kind_of(texts[1]) is QuestionKind.WHAT
        assert forum_names(texts[2]).one is None
        assert not find_outcomes(report)
        with more_tables(tmp_path):
            assert find_dates(texts[0])[0].first.isoformat() == "2018-11-15"
            assert kind_of(texts[1]) is QuestionKind.WHEN
            mention = forum_names(texts[2]).one
            assert mention is not None
            assert mention.numbers == (3,)
            assert [one.text for one in find_outcomes(report)] == ["The first thing"]
