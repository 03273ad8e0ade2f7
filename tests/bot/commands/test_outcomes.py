"""``/outcomes``: by topic and forum, oldest forum first, a page at a time."""

import pytest
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, labels_of, message_of, text_of

FIRST = "First European Cluster Policy Forum"
THIRD = "Third European Cluster Policy Forum"
FOURTH = "Fourth European Cluster Policy Forum"


async def test_all_outcomes_come_oldest_forum_first(world: World) -> None:
    """Paged for each reader alone, each outcome with its source."""
    shown = await world.alice.slash(world.channel, "outcomes")
    assert "Page 1 of 2, 9 outcomes" in text_of(shown)
    assert text_of(shown).index(FIRST) < text_of(shown).index(THIRD)
    assert labels_of(shown) == ["Further"]
    bob = world.member("bob")
    turned = await bob.click(message_of(shown), label="Further")
    assert turned.ephemeral
    assert text_of(turned).index(THIRD) < text_of(turned).index(FOURTH)
    await bob.click(message_of(turned), label="Back")
    assert "Page 1 of 2" in text_of(turned)


async def test_outcomes_of_one_forum(world: World) -> None:
    """By key; the pages keep to the forum."""
    shown = await world.alice.slash(world.channel, "outcomes", forum="edition:3")
    assert "Page 1 of 2, 6 outcomes" in text_of(shown)
    turned = await world.alice.click(message_of(shown), label="Further")
    assert "Page 2 of 2, 6 outcomes" in text_of(turned)
    for said in (text_of(shown), text_of(turned)):
        assert THIRD in said
        assert FIRST not in said


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_pages_are_turned_after_a_restart(
    open_archive: OpenArchive, is_restarted: bool
) -> None:
    """Topic and forum stand in the button."""
    items = "\n".join(f"- Skills need training and money {number}" for number in range(9))
    report = f"---\nedition: 7\nkind: report\n---\n# R\n\nText.\n\n## Outcomes\n\n{items}\n"
    async with open_archive({"r.md": report, "s.md": report.replace("7", "8")}) as world:
        shown = await world.alice.slash(
            world.channel, "outcomes", topic="skills", forum="edition:7"
        )
        if is_restarted:
            await world.restart()
        turned = await world.alice.click(message_of(shown), label="Further")
        assert text_of(turned).startswith("Outcomes on skills")
        assert "Page 2 of 2, 9 outcomes" in text_of(turned)


async def test_outcomes_on_a_topic(world: World) -> None:
    """The topic stands in the title."""
    shown = await world.alice.slash(world.channel, "outcomes", topic="digitisation")
    assert text_of(shown).startswith("Outcomes on digitisation")
    assert "Clusters need stronger links with digitisation" in text_of(shown)


async def test_a_topic_is_found_by_what_it_means(world: World) -> None:
    """An outcome is on just that, in other words."""
    shown = await world.alice.slash(world.channel, "outcomes", topic="national differences")
    assert "the differing characteristics, needs and objectives of each country" in text_of(shown)
    assert "1 outcome" in text_of(shown)


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("compétences", "skills"),
        ("Digitalisierung", "digitisation"),
        ("nationale Unterschiede", "differing characteristics"),
        ("internacionalización", "internationalisation"),
    ],
)
async def test_a_topic_is_found_in_another_language_than_the_documents(
    world: World, topic: str, words: str
) -> None:
    """By what it is called there, and by what it means."""
    shown = await world.alice.slash(world.channel, "outcomes", topic=topic)
    assert words in text_of(shown)


async def test_each_topic_offered_has_outcomes(world: World) -> None:
    """Those on which nothing was concluded are not offered."""
    offered = await world.alice.autocomplete(world.channel, "outcomes", "topic", "")
    assert len(offered) > 5
    for choice in offered:
        shown = await world.alice.slash(world.channel, "outcomes", topic=choice["value"])
        assert "No outcome on this" not in text_of(shown)


async def test_a_topic_without_outcomes_says_so(world: World) -> None:
    """In one line, without buttons."""
    shown = await world.alice.slash(world.channel, "outcomes", topic="elephants")
    assert "No outcome on this in the archive." in text_of(shown)
    assert labels_of(shown) == []


async def test_outcomes_whose_file_has_changed_are_withheld(open_archive: OpenArchive) -> None:
    """``/outcomes`` and its pages pass the lock as the command line does, and say so."""
    report = "---\nkind: report\n---\n# R\n\nText.\n\n## Outcomes\n\n- Labels stay\n- Skills grow\n"
    async with open_archive({"r.md": report}) as world:
        path = world.service.settings.knowledge / "r.md"
        path.write_text(report.replace("Skills grow", "Skills shrink"), encoding="utf-8")
        shown = await world.alice.slash(world.channel, "outcomes")
        assert "Labels stay" in text_of(shown)
        assert "Skills" not in text_of(shown)
        assert "1 outcome, 1 withheld (changed since the index was built). A maintainer" in text_of(
            shown
        )
        none = await world.alice.slash(world.channel, "outcomes", topic="skills")
        assert "All withheld" in text_of(none)


async def test_an_unknown_forum_is_told(world: World) -> None:
    """With what to do."""
    shown = await world.alice.slash(world.channel, "outcomes", forum="the ninth")
    assert len(world.errors()) == 1
    assert "choose one from the list" in text_of(shown)


@pytest.mark.parametrize(
    ("typed", "first"),
    [("", "cluster exc"), ("SKÍLLS", "skills"), ("cluster", "cluster exc"), ("compét", "skills")],
)
async def test_topics_are_offered(world: World, typed: str, first: str) -> None:
    """Whatever the case and accents; those that begin so come first; never more than 25."""
    offered = await world.alice.autocomplete(world.channel, "outcomes", "topic", typed)
    assert len(offered) <= 25
    assert offered[0]["name"].startswith(first)


async def test_forums_are_offered(world: World) -> None:
    """Oldest first."""
    offered = await world.alice.autocomplete(world.channel, "outcomes", "forum", "")
    assert [choice["value"] for choice in offered] == [f"edition:{n}" for n in (1, 2, 3, 4)]


async def test_topics_of_any_kind_are_offered_within_the_limits(open_archive: OpenArchive) -> None:
    """Invisible, endless and very many ones."""
    themes = [f"theme {number}" for number in range(40)] + ["x" * 300, "\\u200b", "\\u202eturned"]
    named = ", ".join(f'"{theme}"' for theme in themes)
    outcomes = "## Outcomes\n\n- This was concluded\n"
    page = f"---\nthemes: [{named}]\n---\n# A\n\nText.\n\n{outcomes}"
    async with open_archive({"a.md": page}) as world:
        for typed, most in (("", 25), ("theme", 25), ("turned", 1), ("xxxx", 0)):
            offered = await world.alice.autocomplete(world.channel, "outcomes", "topic", typed)
            assert len(offered) == most
            assert all(choice["name"].isprintable() for choice in offered)


async def test_nothing_in_a_topic_does_anything(world: World) -> None:
    """It is shown in the title, and stands in the buttons."""
    shown = await world.alice.slash(world.channel, "outcomes", topic="clusters @everyone ](x)")
    assert "@everyone" not in text_of(shown)
