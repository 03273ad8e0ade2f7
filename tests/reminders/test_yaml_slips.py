"""What was likely mistyped where a file of events is no YAML."""

from pathlib import Path

import pytest

from forumbot.reminders.events_file import check_events
from forumbot.reminders.yaml_slips import in_own_words

GOOD = """events:
- id: a
  title: Talk
  kind: meeting
  starts: 2027-03-14 09:30
  timezone: Europe/Brussels
"""


def refusal(folder: Path, text: str | bytes) -> str:
    """The first problem of a file, with its line."""
    path = folder / "events.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    events, problems, _warnings = check_events(path)
    assert not events
    return f"{problems[0].line}: {problems[0].message}"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("  kind", "\tkind", "4: this is not YAML: a tab stands before the words"),
        ("  kind", "  \tkind", "4: this is not YAML: a tab stands before the words"),
        ("Talk", "Talk: on chips", '3: this is not YAML: title holds ": "'),
        ("Talk", "“Talk”: on chips", '3: this is not YAML: title holds ": "'),
        ("Talk", "@home", '3: this is not YAML: title holds ": " or begins with a mark'),
        ("Talk", "`Talk`", '3: this is not YAML: title holds ": " or begins with a mark'),
        ("- id", "-id", '2: this is not YAML: the dash of a list wants a space behind it: "- id:"'),
        ("title: Talk", "title:Talk", '3: this is not YAML: behind "title:" a space is missing'),
        ("title:", "title：", "3: this is not YAML: behind title stands another colon"),
        ("  title", "\u00a0\u00a0title", "3: this is not YAML: a space that is none (U+00A0)"),
        ("  title", "\u3000title", "3: this is not YAML: a space that is none (U+3000)"),
        ("  timezone: Europe/Brussels\n", "  timez", '6: this is not YAML: behind "timez" a colon'),
        ("kind: meeting", "kind meeting", '4: this is not YAML: behind "kind" a colon'),
        ("events", "<<<<<<< HEAD\nevents", "1: this is not YAML: a mark of two versions"),
        ("id: a", "id: [a", "2: this is not YAML: a bracket opens here"),
        ("title: Talk", "themes: {a: b", "3: this is not YAML: a bracket opens here"),
        ("  kind", "=======\n  kind", "4: this is not YAML: a mark of two versions"),
        ("  kind", "   kind", "4: this is not YAML: this line is not indented as those"),
        ("Talk", "a: b", "3: this is not YAML: title holds"),
        ("  kind", " kind", "4: this is not YAML: this line is not indented as those"),
        ("Talk", "| on chips", "3: this is not YAML: a value begins with | or >"),
        ("Talk", "- chips", "3: this is not YAML: a dash of a list stands behind a key"),
        ("Talk", '"\\chips"', "3: this is not YAML: a backslash stands between double"),
        ("Talk", "&", "3: this is not YAML: a value is missing here, or begins with a mark"),
        ("Talk", "!<chips", "3: this is not YAML: a value is missing here, or begins with a mark"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, before: str, after: str, said: str) -> None:
    """In words for who writes events, not for who knows how YAML is scanned."""
    assert refusal(tmp_path, GOOD.replace(before, after, 1)).startswith(said)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("expected <block end>, but found '?'", "diese Zeile ist nicht so eingerückt"),
        ("mapping values are not allowed here", "in einem Wert steht ein Doppelpunkt"),
        ("found unknown escape character 'c'", "zwischen doppelten Anführungszeichen steht"),
        ("nothing that we know", "etwas ist hier nicht zu lesen"),
    ],
)
def test_what_the_library_says_is_said_in_our_words(problem: str, said: str) -> None:
    """In the language of who reads it, none of its own words among them."""
    assert in_own_words(problem).said_in("de").startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{GOOD}---\n{GOOD}", "7: this is not YAML: a second document begins here"),
        ("<!DOCTYPE html>\n<html><body>404</body></html>\n", "1: this is a web page"),
        ("\n<html lang=en>\n", "1: this is a web page"),
        ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "1: this is an iCalendar file"),
        (GOOD.encode("utf-16"), "1: is no UTF-8, but looks like UTF-16"),
        (GOOD.encode("utf-16-le"), "1: is no UTF-8, but looks like UTF-16"),
    ],
)
def test_another_kind_of_file_is_told_as_that(tmp_path: Path, text: str | bytes, said: str) -> None:
    """A web page that was saved, a calendar file, two files in one, another encoding."""
    assert refusal(tmp_path, text).startswith(said)


@pytest.mark.parametrize("value", ["Talk #3", "10:30 is the time", "http://a.b:80/c", "C: drive"])
def test_what_is_yaml_is_no_slip(tmp_path: Path, value: str) -> None:
    """A value in quotation marks may hold anything; so may one without ": "."""
    path = tmp_path / "events.yaml"
    path.write_text(GOOD.replace("Talk", f"'{value}'"), encoding="utf-8")
    assert len(check_events(path).events) == 1
