"""What a member who greets or asks what the bot can do is told of this archive, and may try."""

from collections.abc import Sequence

from forumbot.answers.documents import day_of, in_order
from forumbot.answers.forums import forums
from forumbot.answers.overviews.known_events import known_events
from forumbot.answers.overviews.meetings import documents_of, last_meeting
from forumbot.answers.overviews.overview import Asked
from forumbot.asking.question import read_question
from forumbot.language.forum_names import says_forum
from forumbot.language.phrases import listed, phrase, quoted
from forumbot.search.translations import translations

# Set by hand: as many titles as one sentence bears, and none that fills it alone.
_TITLES, _LONGEST = 3, 70
# Set by hand: of a question in other words than the archive's some have a meaning too many.
_KNOWN = 0.5


def greeting(asked: Asked) -> str:
    """A greeting that says what the archive is of: its forums, else some of its titles."""
    titles = [] if _has_forums(asked) else _titles(asked)
    if not titles:
        return phrase("greeting", asked.language)
    named = listed([quoted(one, asked.language) for one in titles], asked.language)
    return phrase("greeting_documents", asked.language, titles=named)


def examples(asked: Asked, configured: Sequence[str]) -> list[str]:
    """Questions to try: those configured that the archive has the words of, else some made for it.

    Those that are made ask for what comes, what was decided, and which documents there are.
    """
    fitting = [one for one in configured if _fits(asked, one)]
    return fitting or _made(asked)


def _fits(asked: Asked, example: str) -> bool:
    """Whether the archive has the words of a question; in another language than its own, most."""
    question, generation = read_question(example), asked.generation
    main, lexical = generation.main_language, generation.lexical
    if question.spoken == main:
        return not lexical.unknown_words(question.content_words)
    found = translations(question, [main]).get(main)
    said = found.read().content_words if found else question.content_words
    return len(lexical.unknown_words(said)) <= (1 - _KNOWN) * len(said)


def _made(asked: Asked) -> list[str]:
    """Questions on the next event, the last meeting that decided anything, and the documents."""
    language, agenda = asked.language, asked.agenda
    coming = [one for one in known_events(asked) if agenda and one.first >= agenda.today()]
    last = last_meeting(asked, agenda.today()) if agenda else None
    made = [phrase("try_event", language, title=one.title) for one in coming[:1]]
    if last:
        made.append(phrase("try_outcomes", language, title=last.title))
    return [*made, phrase("try_documents", language)]


def _has_forums(asked: Asked) -> bool:
    """Whether meetings of the archive are called forums."""
    return any(says_forum(one.title) for one in forums(asked.generation))


def _titles(asked: Asked) -> list[str]:
    """The title of the newest document of each kind, of as many kinds as one sentence bears."""
    short = [one for one in in_order(documents_of(asked)) if len(one.title) <= _LONGEST]
    newest = {one.kind: one for one in reversed(short)}.values()
    titles = (one.title for one in sorted(newest, key=day_of, reverse=True))
    return list(dict.fromkeys(titles))[:_TITLES]
