from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bench.pictures.markdown import Reader
from bench.pictures.page import page
from bench.pictures.scenes import Message, Scene

NOW = datetime(2019, 2, 20, 12, tzinfo=UTC)
BUTTONS = [{"type": 2, "style": style, "label": f"B{style}", "emoji": {"name": "🔔"},
            "disabled": style == 4} for style in (1, 2, 3, 4)]  # fmt: skip
MENU = {"type": 3, "placeholder": "Choose a subject", "options": [{"label": "a", "value": "1"}]}
CHOSEN = {"type": 3, "options": [{"label": "Forums", "value": "1", "default": True}]}


def shown(place: str = "general", *, is_phone: bool = False, **message: Any) -> str:
    """The page of one message."""
    scene = Scene("scene", place, [Message("forumbot", NOW, **message)], {"5": "clusters"})
    return page(scene, Reader(NOW, ZoneInfo("Europe/Brussels"), scene.names), is_phone=is_phone)


def test_a_message_has_its_author_its_time_and_what_it_answers() -> None:
    """And says who alone sees it."""
    html = shown(content="Hello <@&5>", command="alice used /ask", is_private=True)
    for words in ("forumbot</span>", "APP", "20/02/2019 13:00", "alice used /ask", "@clusters",
                  "Only you can see this"):  # fmt: skip
        assert words in html
    assert "<article class=pinged>" in html


def test_an_embed_has_its_colour_title_fields_and_footer() -> None:
    """Each with its marks, but for the footer, which has none."""
    field = {"name": "Where", "value": "**here**", "inline": True}
    html = shown(embeds=[{"color": 0x3498DB, "title": "A \\[1]", "description": "> b",
                          "fields": [field], "footer": {"text": "*as it is*"}}])  # fmt: skip
    for part in ("border-left-color: #3498db", '<div class="title">A [1]</div>',
                 "<blockquote>", "<b>Where</b>", "<strong>here</strong>",
                 "<footer>*as it is*</footer>"):  # fmt: skip
        assert part in html


def test_buttons_and_menus_look_by_their_kind() -> None:
    """Their style, emoji, whether they can be pressed, and what is chosen in a menu."""
    html = shown(components=[{"type": 1, "components": BUTTONS},
                             {"type": 1, "components": [MENU]},
                             {"type": 1, "components": [CHOSEN]}])  # fmt: skip
    for style in (1, 2, 3):
        assert f'<span class="button style-{style}"><span class="emoji">🔔</span>B{style}' in html
    assert "style-4 disabled" in html
    assert '<div class="menu">Choose a subject</div>' in html
    assert '<div class="menu">Forums</div>' in html


def test_a_page_asks_nothing_of_a_network() -> None:
    """Its style is in it, and its policy lets nothing be loaded."""
    html = shown("@forumbot", is_phone=True, content="https://x.org")
    assert "default-src 'none'" in html
    assert " src=" not in html
    assert "<script" not in html
    assert 'class="phone"' in html
    assert '<span class="sign">@</span>forumbot' in html
