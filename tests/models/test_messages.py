"""The kinds of messages, told by the model that ships."""

from pathlib import Path

import pytest

from forumbot.models import messages
from forumbot.models.messages import MessageTeller, load_teller

MESSAGES = Path(__file__).resolve().parents[2] / "bench" / "messages"


@pytest.fixture(scope="module")
def teller() -> MessageTeller:
    """The model that ships, loaded once."""
    return load_teller()


def test_it_tells_every_kind_that_there_are_messages_of(teller: MessageTeller) -> None:
    """The kinds of facts are one to it."""
    text = "".join(path.read_text(encoding="utf-8") for path in MESSAGES.glob("*.tsv"))
    named = {line.partition("\t")[0] for line in text.splitlines()}
    assert set(teller.kinds) == {"fact" if kind.startswith("fact_") else kind for kind in named}


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Good morning from the office", "greeting"),
        ("what exactly was agreed at forum twelve, all of it", "outcomes_of"),
        ("When did the steering group of the pilot meet in Riga?", "fact"),
        ("welche Unterlagen gibt es zum Treffen in Graz", "documents"),
        ("quels évènements en octobre prochain", "events_in"),
        ("vreau sa stiu cine esti tu", "identity"),
    ],
)
def test_messages_that_it_never_saw(teller: MessageTeller, message: str, kind: str) -> None:
    """Each is told to be of its kind rather than of any other."""
    told = teller.tell(message)
    assert told.kind == kind
    assert 1 / len(teller.kinds) < told.chance <= 1


def test_any_message_is_told(teller: MessageTeller) -> None:
    """One without a word, one in other letters, one far longer than is read."""
    for message in ("", "?!", "什么时候", "long " * 5_000):
        assert teller.tell(message).kind in teller.kinds


def test_what_it_needs_of_its_weights_is_made_once(
    teller: MessageTeller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loaded again, it reads no weights, and tells the same."""
    monkeypatch.delattr(messages, "_tensors")
    assert load_teller().tell("Good morning") == teller.tell("Good morning")
