import pytest

from forumbot.answers.quoting.named_document import NamedDocuments
from forumbot.archive.documents import parse_document
from forumbot.asking.question import check_question

DOCUMENTS = {
    name: parse_document(name, text.encode())
    for name, text in {
        "xylotron-fees.md": "# Fees of the Xylotron\n\nMembers pay 20 euros.",
        "statutes.md": "# Statutes of the choir\n\nMembers of the choir pay 100 euros.",
        "clusterwochen.md": "# Clusterwochen\n\nSie enden am 30. April.",
        "weeks.md": "# Cluster weeks\n\nThey end on 30 April, as Xylotron said.",
    }.items()
}


@pytest.mark.parametrize(
    ("asked", "quoted", "is_another"),
    [
        ("How much do members of the Xylotron pay?", ["statutes.md"], True),
        ("How much do members of the Xylotron pay?", ["xylotron-fees.md"], False),
        ("How much do members of the Xylotron pay?", ["statutes.md", "xylotron-fees.md"], False),
        ("What did Xylotron say?", ["weeks.md"], False),
        ("How much do members of the choir pay?", ["weeks.md"], False),
        ("Wann enden die Clusterwochen?", ["weeks.md"], False),
        ("How much do members of the Zebrotron pay?", ["statutes.md"], False),
        ("How much do members of the Xylotron pay?", [], False),
    ],
)
def test_a_document_that_is_named_is_not_answered_by_another(
    asked: str, quoted: list[str], is_another: bool
) -> None:
    """Only a name of its title counts: no word of a language, and none that both hold."""
    named = NamedDocuments(DOCUMENTS, lambda word: word == "choir")
    assert named.is_another(check_question(asked), quoted) is is_another
