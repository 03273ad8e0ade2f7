import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumbot.asking.question import read_question
from forumbot.search.acronyms import Acronyms, definitions, file_acronyms, full_name, name_in_title

TEXT = """The European Cluster Collaboration Platform (ECCP) publishes calls.
The ECEI (European Cluster Excellence Initiative) trains people.
Quality of Service (QoS) matters, and so do latency (in ms) and the Web (WWW).
Martin Thomson (MT): a strong word. We swan around. Service for Web-based Analysis (SWAN).
"""


@pytest.fixture
def acronyms() -> Acronyms:
    """Those of a short text."""
    return Acronyms.mined([TEXT])


def test_both_orders_are_read() -> None:
    """A name before its acronym and one behind it are found, and brackets that are neither not."""
    assert dict(definitions(TEXT)) == {
        "ECCP": "European Cluster Collaboration Platform",
        "ECEI": "European Cluster Excellence Initiative",
        "QoS": "Quality of Service",
        "MT": "Martin Thomson",
        "SWAN": "Service for Web-based Analysis",
    }


@pytest.mark.parametrize(
    ("acronym", "before", "name"),
    [
        ("HSF", "This is the HEP Software Foundation", "HEP Software Foundation"),
        ("IoV", "within an interval of validity", "interval of validity"),
        ("ECEI", "the European Cluster Excellence Initiative",
         "European Cluster Excellence Initiative"),
        ("EDSSI", "European Digital Student Service Infrastructure",
         "European Digital Student Service Infrastructure"),
        ("ESCP", "strategic partnerships", None),
        ("EUA", "the Evaluation Body", None),
        ("ABC", "", None),
        ("WLCG", "the Worldwide LHC Computing Grid", "Worldwide LHC Computing Grid"),
    ],
)  # fmt: skip
def test_a_name_holds_its_acronym(acronym: str, before: str, name: str | None) -> None:
    """Initials come first; else letters in order, the last one in the last word."""
    assert full_name(acronym, before) == name


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Ask the ECCP!", "Ask the European Cluster Collaboration Platform!"),
        ("ask the eccp", "ask the European Cluster Collaboration Platform"),
        ("Who runs the European cluster collaboration platforms?", "Who runs the ECCP?"),
        ("Did MT speak of quality of service?", "Did Martin Thomson speak of QoS?"),
        ("mt everest", "mt everest"),
        ("the swan", "the swan"),
        ("Wie sloot de qos af?", "Wie sloot de qos af?"),
        ("Wie sloot de QOS af?", "Wie sloot de Quality of Service af?"),
        ("nothing of the kind?!", "nothing of the kind?!"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_question_gets_its_other_form(acronyms: Acronyms, question: str, other: str) -> None:
    """Forms are exchanged in any case and number; words, and what may be foreign ones, are none."""
    assert acronyms.other_form(read_question(question)) == other


def test_an_archive_may_have_none() -> None:
    """Without a definition every question stays as it is."""
    assert len(Acronyms.mined(["No acronym here."])) == 0
    assert Acronyms.mined([]).other_form(read_question("What is the ECCP?")) == "What is the ECCP?"


def test_texts_are_looked_through_for_words_once_a_question_needs_it(acronyms: Acronyms) -> None:
    """Most have neither an acronym nor a name that was defined."""
    acronyms.other_form(read_question("Who chaired the second forum?"))
    assert "_forms" not in vars(acronyms)
    acronyms.other_form(read_question("the swan"))
    assert "_forms" in vars(acronyms)


def test_the_most_frequent_name_counts() -> None:
    """Of two names of one acronym the archive's usual one is taken."""
    texts = ["Technical Group (TG)", "Task Group (TG)", "Task Group (TG)"]
    assert Acronyms.mined(texts).other_form(read_question("the TG")) == "the Task Group"


def test_a_file_may_be_named_by_the_initials_of_its_title() -> None:
    """Small words between them have none; two letters are initials by chance."""
    title = "Minutes of the annual general meeting 2025"
    assert file_acronyms("minutes/agm-2025.md", title) == [("AGM", "annual general meeting")]
    assert file_acronyms("minutes/ag-2025.md", title) == []
    assert name_in_title("mag", title) == "Minutes of the annual general"
    assert name_in_title("the", title) is None


@given(st.lists(st.text("AbC ()é.\n-", max_size=60), max_size=3), st.text(max_size=40))
def test_any_text_can_be_mined(texts: list[str], question: str) -> None:
    """Whatever the texts hold, names are longer than their acronyms, and questions are no error."""
    for text in texts:
        assert all(len(name) > len(acronym) for acronym, name in definitions(text))
    assert isinstance(Acronyms.mined(texts).other_form(read_question(question)), str)
