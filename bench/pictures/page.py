"""A scene as a page in Discord's look; all in one file, which asks nothing of any network."""

from datetime import datetime
from html import escape
from pathlib import Path

from bench.pictures.markdown import DiscordMarkdown, Reader
from bench.pictures.scenes import Json, Message, Scene

STYLE = Path(__file__).with_name("style.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
SCREEN, PHONE = 640, 390
"""Pixels that the channel is wide."""
_BUTTON, _ROW = 2, 1
_BOT = "forumbot"


def page(scene: Scene, reader: Reader, *, is_phone: bool) -> str:
    """The page of a scene, as a member sees it on a screen or on a phone."""
    markdown = DiscordMarkdown(reader)
    shown = [_message(message, markdown, reader) for message in scene.messages]
    sign, place = ("@", scene.place[1:]) if scene.place.startswith("@") else ("#", scene.place)
    head = f'<header><span class="sign">{sign}</span>{escape(place)}</header>'
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(scene.name)}</title><style>{STYLE.read_text(encoding='utf-8')}</style>"
        f'<body class="{"phone" if is_phone else "screen"}">'
        f'<div class="channel" style="width: {PHONE if is_phone else SCREEN}px">'
        f"{head}{''.join(shown)}</div></body></html>"
    )


def _message(message: Message, markdown: DiscordMarkdown, reader: Reader) -> str:
    command = f'<div class="command">{escape(message.command)}</div>' if message.command else ""
    tag = '<span class="tag">APP</span>' if message.author == _BOT else ""
    at = message.at.astimezone(reader.zone)
    head = (
        f'<span class="author">{escape(message.author)}</span>{tag}'
        f'<span class="at">{escape(_clock(at))}</span>'
    )
    parts = [
        markdown.html(message.content),
        *(_embed(embed, markdown) for embed in message.embeds),
        *map(_component, message.components),
    ]
    private = (
        '<div class="private">👁 Only you can see this · <a>Dismiss message</a></div>'
        if message.is_private
        else ""
    )
    pinged = " class=pinged" if "<@&" in message.content else ""
    return (
        f'<article{pinged}>{command}<div class="avatar">{escape(message.author[0].upper())}</div>'
        f'<div class="body">{head}{"".join(parts)}{private}</div></article>'
    )


def _clock(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M}"


def _embed(embed: Json, markdown: DiscordMarkdown) -> str:
    parts = []
    if title := embed.get("title"):
        parts.append(f'<div class="title">{markdown.inline(title)}</div>')
    parts.append(markdown.html(embed.get("description") or ""))
    fields = [
        f"<div{' class=inline' if one.get('inline') else ''}><b>{markdown.inline(one['name'])}</b>"
        f"{markdown.html(one['value'])}</div>"
        for one in embed.get("fields", ())
    ]
    if fields:
        parts.append(f'<div class="fields">{"".join(fields)}</div>')
    if footer := embed.get("footer"):
        parts.append(f"<footer>{escape(footer['text'])}</footer>")
    colour = embed.get("color")
    edge = f' style="border-left-color: #{colour:06x}"' if colour is not None else ""
    return f'<div class="embed"{edge}>{"".join(parts)}</div>'


def _component(component: Json) -> str:
    """A row, a button, or a menu of any kind."""
    if component["type"] == _ROW:
        return f'<div class="row">{"".join(map(_component, component["components"]))}</div>'
    if component["type"] != _BUTTON:
        chosen = [one["label"] for one in component.get("options", ()) if one.get("default")]
        words = ", ".join(chosen) or component.get("placeholder") or "Make a selection"
        return f'<div class="menu">{escape(words)}</div>'
    emoji = (component.get("emoji") or {}).get("name") or ""
    shown = f'<span class="emoji">{escape(emoji)}</span>' if emoji else ""
    disabled = " disabled" if component.get("disabled") else ""
    label = escape(component.get("label") or "")
    return f'<span class="button style-{component["style"]}{disabled}">{shown}{label}</span>'
