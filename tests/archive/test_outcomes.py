from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents import read_document
from tests.properties import examples

from forumbot.archive.documents import parse_document
from forumbot.archive.outcomes import Outcome, find_outcomes
from forumbot.config import OutcomesConfig

OPENINGS = [
    "The work on cluster excellence is heading in the right direction",
    "Linkages with digitisation and smart specialisation need strengthening",
    "EU cluster initiatives need to take different national characteristics",
    "Cluster partnerships and internationalisation are key for cluster growth",
    "A collaborative approach is needed that involves clusters in the discussions",
    "EU countries’ input on the draft proposal on the Single Market Programme",
]


def outcomes_of(source: str, name: str = "a.md") -> list[str]:
    """The texts of the outcomes of a file of this text."""
    return [found.text for found in find_outcomes(parse_document(name, source.encode()))]


def test_the_seed_states_exactly_six_outcomes(seed: Path) -> None:
    """The real report gives its six conclusions, numbered, verbatim, with their place."""
    document = read_document(seed, "third-forum.txt")
    found = find_outcomes(document)
    assert [outcome.number for outcome in found] == [1, 2, 3, 4, 5, 6]
    for outcome, opening in zip(found, OPENINGS, strict=True):
        assert outcome.text.startswith(opening)
        assert outcome.text == document.text[outcome.start : outcome.end]
        assert outcome.doc_id == "third-forum.txt"


def test_the_closing_line_of_the_programme_states_no_outcome(seed: Path) -> None:
    """ "Conclusions and next steps - Ulla Engelmann" is a talk, in the seed and as a heading."""
    found = find_outcomes(read_document(seed, "third-forum.txt"))
    assert not any("article was published" in outcome.text for outcome in found)
    assert outcomes_of("# Conclusions and next steps - Ulla Engelmann\n\n- Thanks to all") == []


@pytest.mark.parametrize(
    "heading",
    [
        "Outcomes",
        "Outcome",
        "OUTCOMES",
        "Outcomes:",
        "Outcomes of the 3rd European Cluster Policy Forum",
        "Key outcomes",
        "Main conclusions",
        "Conclusions and recommendations",
        "4. Recommendations",
        "2.1 Key takeaways for policy",
        "Decisions",
        "Ergebnisse",
        "Schlussfolgerungen des Forums",
        "Recommandations de la Commission",
        "Conclusiones",
        "Wnioski",
        "Závěry",
        "Beschlüsse",
        "Conclusies",
        "*Results*",
    ],
)
def test_headings_that_state_outcomes(heading: str) -> None:
    """The list under such a heading is outcomes, in the languages of the forums."""
    assert outcomes_of(f"# Report\n\n## {heading}\n\n- one\n- two\n") == ["one", "two"]


@pytest.mark.parametrize(
    "heading",
    [
        "Participants",
        "Expected results-based funding",
        "How outcomes were measured",
        "Learning outcomes",
        "Decision makers",
        "Outcomes, old and new",
        "Conclusion-free zone",
    ],
)
def test_headings_that_only_mention_outcomes(heading: str) -> None:
    """A word that occurs in a heading does not make its list outcomes."""
    assert outcomes_of(f"# Report\n\n## {heading}\n\n- one\n- two\n") == []


def test_only_the_list_under_the_heading_counts() -> None:
    """The lead-in, what follows the list, and other sections are no outcomes."""
    source = (
        "# Report\n\n- before\n\n## Outcomes\n\nWe agreed:\n\n1. one\n2. two\n\n"
        "Thanks to all.\n\n- later\n\n## Annex\n\n- after\n"
    )
    assert outcomes_of(source) == ["one", "two"]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.md", "## Outcomes\n\n- one\n\n  more of one\n\n- two\n\nThanks.\n\n- later"),
        ("a.html", "<h2>Outcomes</h2><ul><li>one<p>more</p><li>two</ul><p>Thanks.<ul><li>x</ul>"),
        ("a.html", "<h2>Outcomes</h2><ul><li>one<br>more<li>two</ul>"),
        ("a.md", "# Outcomes\n\n## Labels\n\n- one\n\n## Skills\n\n- two\n\n# Annex\n\n- x"),
        (
            "a.md",
            "# R\n\n## Outcomes\n\nOn two:\n\n### A\n\n- one\n\n### B\n\n- two\n\n## C\n\n- x",
        ),
        ("a.md", "# Outcomes\n\n## Decisions\n\n- one\n\n## Skills\n\n- two"),
        ("a.txt", "Report\n\nOutcomes\n- one\n- two"),
        ("a.txt", "Report\n\n1. Scope\n\nText here.\n\n2. Outcomes\n\n- one\n- two"),
    ],
)
def test_no_outcome_is_lost_to_the_shape_of_its_section(name: str, source: str) -> None:
    """Items of several paragraphs, sub-sections and tight lists give all, each once."""
    assert [text.split()[0] for text in outcomes_of(source, name)] == ["one", "two"]


def test_an_item_of_several_paragraphs_is_one_outcome_with_all_of_them() -> None:
    """What goes on below an item belongs to it."""
    found = outcomes_of("## Outcomes\n\n- one\n\n  more of one\n\n- two")
    assert found == ["one\n\nmore of one", "two"]


def test_prose_counts_before_the_lists_of_sub_sections() -> None:
    """References under conclusions in prose are no conclusions."""
    source = "## Conclusions\n\nLabels matter.\n\n### References\n\n- a paper\n"
    assert outcomes_of(source) == ["Labels matter."]


def test_prose_gives_an_outcome_a_sentence() -> None:
    """Where a section has no list, each of its sentences is an outcome."""
    source = "# Report\n\n## Conclusions\n\nLabels matter. Dr. Ron agreed.\n\nMore is needed.\n"
    assert outcomes_of(source) == ["Labels matter.", "Dr. Ron agreed.", "More is needed."]


def test_a_table_of_decisions_gives_its_rows() -> None:
    """Rows are entries as list items are."""
    found = outcomes_of("## Decisions\n\n| Topic | Decision |\n|---|---|\n| Labels | keep |\n")
    assert found[-1] == "Labels | keep"


def test_outcomes_of_several_sections_are_numbered_through() -> None:
    """Numbers run on within a document, and its themes are handed on."""
    source = (
        "---\nthemes: [labels]\n---\n# R\n\n## Outcomes\n\n- one\n\n## Recommendations\n\n- two\n"
    )
    found = find_outcomes(parse_document("reports/a.md", source.encode()))
    assert [(outcome.number, outcome.text, outcome.themes) for outcome in found] == [
        (1, "one", ("labels",)),
        (2, "two", ("labels",)),
    ]


def test_a_document_without_such_a_section_has_none() -> None:
    """No section, no outcome; an empty section neither."""
    assert outcomes_of("# Report\n\nWe reached many outcomes.\n") == []
    assert outcomes_of("# Report\n\n## Outcomes\n\n## Next\n\n- one\n") == []


entries = st.lists(
    st.text("abc éß,;€", min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text[:1].isalpha()),
    min_size=1,
    max_size=8,
)


@examples(100)
@given(entries, st.sampled_from(["a.md", "a.txt", "a.html"]))
def test_any_list_is_given_back_verbatim(written: list[str], name: str) -> None:
    """In each format the entries come back as written, each at its place in the text."""
    if name.endswith(".html"):
        source = f"<h2>Outcomes</h2><ul><li>{'<li>'.join(written)}</ul>"
    else:
        heading = "## Outcomes" if name.endswith(".md") else "Outcomes"
        source = f"{heading}\n\n" + "\n".join(f"* {entry}" for entry in written)
    document = parse_document(name, source.encode())
    assert find_outcomes(document) == tuple(
        Outcome(name, number, text, start, start + len(text), ())
        for number, (text, start) in enumerate(_placed(written, document.text), start=1)
    )


def _placed(written: list[str], text: str) -> list[tuple[str, int]]:
    """Each entry with the place of its own line."""
    places: list[tuple[str, int]] = []
    position = 0
    for entry in written:
        start = text.index(f"• {entry}", position) + 2
        places.append((entry, start))
        position = start + len(entry)
    return places


def test_each_row_of_a_table_of_decisions_is_one_and_its_header_none() -> None:
    """Where its column of decisions has words, with a heading of them above it or without."""
    table = "| No | Decision |\n|---|---|\n| 1 | Ferns are planted. |\n| 2 |  |\n| 3 | – |\n"
    assert len(outcomes_of(f"# Report\n\n## Decisions\n\n{table}")) == 1
    assert len(outcomes_of(f"# Report\n\n## Items of the day\n\n{table}")) == 1


@pytest.mark.parametrize(
    "line", ["Decisions:", "Usnesení:", "Décisions :", "Guests came.\nMain conclusions:"]
)
def test_a_line_that_leads_a_list_in_may_head_outcomes(line: str) -> None:
    """A text file marks no headings; sentences of agreement count beside such a list."""
    source = f"Notes\n\nAll came.\n\n{line}\n- one\n- two\n\nThe board agreed to sell ferns.\n"
    assert outcomes_of(source, "a.txt") == ["one", "two", "The board agreed to sell ferns."]
    led = source.replace(line, "Who came:")
    assert outcomes_of(led, "a.txt") == ["The board agreed to sell ferns."]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("**Beschluss:** Der Steg wird erneuert.", "Beschluss: Der Steg wird erneuert."),
        ("Décision : le bateau est vendu.", "Décision : le bateau est vendu."),
        ("Bo reported. *Decision: the mill is let.* Ada left.", "Decision: the mill is let."),
        ("- Ustalenie: łódź zostaje sprzedana.", "Ustalenie: łódź zostaje sprzedana."),
    ],
)
def test_a_sentence_behind_a_label_is_an_outcome(line: str, found: str) -> None:
    """Wherever it stands in its paragraph or item."""
    assert outcomes_of(f"# Minutes\n\n## Mill\n\nIt leaks.\n\n{line}\n") == [found]


@pytest.mark.parametrize("line", ["Note: the mill is let.", "Decision: who lets the mill?"])
def test_other_labels_and_questions_are_none(line: str) -> None:
    """What is still to be decided is not decided."""
    assert outcomes_of(f"# Minutes\n\n{line}\n") == []


def test_a_row_of_nothing_but_a_number_is_no_outcome() -> None:
    """Forms are printed with more rows than are filled."""
    table = "| No. | What | Until |\n|---|---|---|\n| 1 | Mend weirs | May |\n| 2 | | |\n"
    assert outcomes_of(f"# Minutes\n\n## Decisions\n\n{table}") == ["1 | Mend weirs | May"]


@pytest.mark.parametrize("heading", ["## Resolution 2025/{}", "## Beschluss Nr. {}: Farne"])
def test_sixty_numbered_resolutions_are_sixty_outcomes(heading: str) -> None:
    """Each from its heading on, the list of contents counted once."""
    sections = [
        f"{heading.format(number)}\n\nThe committee,\n\nPlants fern {number}.\n"
        for number in range(1, 61)
    ]
    found = outcomes_of("# Texts\n\n" + "\n".join(sections))
    assert len(found) == 60
    assert found[6].startswith(heading.format(7).removeprefix("## "))
    assert found[6].endswith("Plants fern 7.")


def test_a_document_that_is_one_resolution_has_one_outcome() -> None:
    """It need not have a heading of outcomes."""
    source = "# Resolution A/7: Ferns\n\nThe committee,\n\n1. Plants ferns.\n"
    assert outcomes_of(source) == ["Resolution A/7: Ferns\n\nThe committee,\n1. Plants ferns."]


def test_resolutions_in_paragraphs_are_found_where_there_are_several() -> None:
    """One mention of a number is a mention."""
    source = "# Texts\n\nDecision 1: Plant ferns.\n\nDecision 2: Pay guides.\n"
    assert outcomes_of(source) == ["Decision 1: Plant ferns.", "Decision 2: Pay guides."]
    assert outcomes_of("# Texts\n\nDecision 1 was read out by Ada.\n") == []


def test_a_narrative_gives_its_sentences_of_agreement_and_lists_come_first() -> None:
    """Where a heading states outcomes, the other sentences are none."""
    told = "# Forum\n\nGuests came. The members agreed to plant ferns. They left.\n"
    assert outcomes_of(told) == ["The members agreed to plant ferns."]
    assert outcomes_of(f"{told}\n## Outcomes\n\n- one\n") == ["one"]


@pytest.mark.parametrize(
    "section",
    [
        "Ada: We are done! The next version is ready.\n\nBo: I sent comments.\n\nAda: Good.",
        "The outcomes of all activities are as follows.\n\n### Ferns\n\nMany.",
        "Meeting of 7 June 2019, Lund",
    ],
)
def test_what_is_spoken_or_leads_in_is_no_outcome(section: str) -> None:
    """A conversation under "Conclusion", and a sentence that only announces what follows."""
    assert outcomes_of(f"# Minutes\n\n## Conclusion\n\n{section}\n") == []


def test_questions_of_a_list_are_no_outcomes() -> None:
    """They are what was still to be found."""
    assert outcomes_of("# R\n\n## Conclusions\n\n- Where are gaps?\n- Ferns matter.\n") == [
        "Ferns matter."
    ]


def test_actions_count_in_a_list_and_not_in_prose() -> None:
    """Prose under "Actions" mostly tells of them."""
    assert outcomes_of("# R\n\n## Action points\n\n- Send the list.\n") == ["Send the list."]
    assert outcomes_of("# R\n\n## Action points\n\nThere were many actions.\n") == []


def test_headings_and_verbs_of_the_settings_count() -> None:
    """A community's own words for outcomes."""
    config = OutcomesConfig(headings=("Harvest",), verbs=("consented to",))
    listed = parse_document("a.md", b"# R\n\n## Harvest\n\n- one\n")
    told = parse_document("b.md", b"# R\n\nThe circle consented to more ferns in spring.\n")
    assert [one.text for one in find_outcomes(listed, config)] == ["one"]
    assert len(find_outcomes(told, config)) == 1
    assert find_outcomes(listed) == find_outcomes(told) == ()


def test_a_row_below_a_list_is_no_entry_of_it() -> None:
    """As a newsletter has below its outcomes."""
    source = (
        "<html><body><h2>Outcomes</h2><ul><li>Sponges are sorted.</ul>"
        "<table><tr><th>a</th><th>b</th></tr><tr><td>Mail</td><td>Leave</td></tr></table>"
    )
    assert outcomes_of(source, "a.html") == ["Sponges are sorted."]


def test_sub_sections_with_lists_count_before_the_prose_that_introduces_them() -> None:
    """As where statements were gathered and sorted."""
    source = (
        "## Conclusions\n\nStatements were gathered.\n\n### Ferns\n\n- one\n\n### Moss\n\n- two\n"
    )
    assert outcomes_of(source) == ["one", "two"]


@pytest.mark.parametrize(
    "entry",
    ["**{0}.** The assembly plants fern {0}.", "## {0}. Fern {0}\n\nThe assembly plants it.",
     "## 2025/{0:02} Fern {0}\n\nThe council decides to plant it."],
)  # fmt: skip
def test_numbered_texts_below_a_heading_of_resolutions_are_one_each(entry: str) -> None:
    """Paragraphs and sections, whatever they are called."""
    entries = "\n\n".join(entry.format(number) for number in range(1, 61))
    found = outcomes_of(f"# Resolutions of the assembly\n\n{entries}\n")
    assert len(found) == 60
    assert "Fern 7" in found[6] or "fern 7" in found[6]


@pytest.mark.parametrize(
    "source",
    [
        "# Minutes\n\n## 3. Survey\n\nThe steering group decided:\n\n- to pay;\n- to wait.",
        "# Report\n\n## What participants concluded\n\n- to pay;\n- to wait.",
    ],
)
def test_what_says_that_a_body_decided_leads_in_its_outcomes(source: str) -> None:
    """A line above a list, or a heading that is a clause."""
    assert outcomes_of(source) == ["to pay;", "to wait."]
    assert outcomes_of("# Minutes\n\n## What should members decide?\n\n- to pay") == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Talks\n\nProposed resolution: The number stays in the header.\n\nJo: no.", []),
        (
            "# Talks\n\nProposed resolution: The number stays in the header. Agreed.\n\nJo: good.",
            ["Proposed resolution: The number stays in the header. Agreed."],
        ),
        (
            "# Talks\n\nDraft resolution: The number stays. Not adopted.\n\nJo: bad.",
            [],
        ),
        ("# Agenda\n\n## Proposed resolutions\n\n### Resolution 1\n\nThe fee is 5 euro.\n\n"
         "### Resolution 2\n\nThe board is thanked.", []),
        ("# Draft resolutions\n\n## Resolution 1\n\nThe fee is 5 euro.", []),
        ("# Projets de résolution\n\n## Résolution 1\n\nLa cotisation est de 5 euros.", []),
        ("# Notes\n\n| Item | Proposed decision |\n|---|---|\n| Fee | It is 5 euro |", []),
    ],
)  # fmt: skip
def test_a_proposed_resolution_is_an_outcome_only_if_it_was_agreed(
    source: str, expected: list[str]
) -> None:
    """As a label, as a column, and above the numbered ones; its adoption may stand behind it."""
    assert outcomes_of(source) == expected


def test_what_is_said_of_a_picture_is_no_outcome() -> None:
    """Nor does it keep the list below it from being found."""
    source = "## Outcomes\n\n![The hall of Oss](a.png)\n\n- Peat is saved\n- Reed is cut\n"
    found = find_outcomes(parse_document("a.md", f"# Forum\n\n{source}".encode()))
    assert [one.text for one in found] == ["Peat is saved", "Reed is cut"]


def test_a_bare_line_above_a_list_heads_outcomes_where_it_is_called_so() -> None:
    """Without a colon it has to be nothing else; a sentence is not."""
    source = (
        "Text.\n\nDecision / Actions\n- Peat is saved\n\nWe spoke of decisions\n- Reed is cut\n"
    )
    document = parse_document("a.md", f"# Forum\n\n{source}".encode())
    assert [one.text for one in find_outcomes(document)] == ["Peat is saved"]


def test_those_by_whom_something_was_decided_are_no_outcomes() -> None:
    """A line that ends in "by:" leads in the people."""
    source = (
        "# Acte\n\nIl a été décidé de fonder l'union par :\n\n- Ada Quill, Oss\n- Bo Reed, Ede\n"
    )
    assert find_outcomes(parse_document("a.md", source.encode())) == ()


def test_beside_votes_and_tasks_the_sentences_of_decisions_count() -> None:
    """A table that counts votes, or a list of what is to be done, tells no decision."""
    text = (
        "# Minutes\n\n## 3. Meters\n\nAfter a talk the meeting decided to install meters.\n\n"
        "## 5. Votes\n\n| Motion | For | Against |\n|---|---|---|\n| Meters | 30 | 8 |\n\n"
        "## 6. Action items\n\n- Kofi Mensah obtains three offers.\n"
    )
    assert outcomes_of(text) == [
        "After a talk the meeting decided to install meters.",
        "Meters | 30 | 8",
        "Kofi Mensah obtains three offers.",
    ]
    decisions = text.replace("| Meters | 30 | 8 |", "| Meters | installed by May | 8 |")
    assert "After a talk" not in " ".join(outcomes_of(decisions))
