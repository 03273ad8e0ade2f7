from datetime import date

from forumbot.answers.occasions.undated import undated_plan
from forumbot.archive.documents import parse_document


def test_a_plan_is_of_the_very_event() -> None:
    """What else is planned, or comes next, in a sentence with its name is none."""
    text = (
        "---\ntitle: Quokka workshop\nheld_on: 2024-06-06\n---\n\n"
        "It is planned that others use what the quokka workshop said.\n\n"
        "The next chair will tell who may come to any quokka workshop.\n"
    )
    named, day = frozenset({"quokka", "workshop"}), date(2024, 6, 6)
    other = parse_document("quokka.md", text.encode())
    planned = parse_document("q.md", f"{text}\nA quokka workshop is planned for 2026.\n".encode())
    assert undated_plan(named, [other], day) is None
    found = undated_plan(named, [planned], day)
    assert found is not None
    assert planned.text[found.start : found.end] == "A quokka workshop is planned for 2026."
