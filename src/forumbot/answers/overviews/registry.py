"""Which kind of message is answered by which overview: a row for each."""

from collections.abc import Mapping

from forumbot.answers.overviews.archive import whole_archive
from forumbot.answers.overviews.asked_for import asked_for_on, documents_asked_for
from forumbot.answers.overviews.calendar import events_in, named_in_calendar, next_event, reminder
from forumbot.answers.overviews.compare import compare, compared_outright
from forumbot.answers.overviews.counted import counted_events
from forumbot.answers.overviews.documents import which_documents
from forumbot.answers.overviews.happened import happened_in, whats_new
from forumbot.answers.overviews.holdings import holdings
from forumbot.answers.overviews.outcomes import outcomes_of, outcomes_on
from forumbot.answers.overviews.overview import Asked, Overview, Overviewer
from forumbot.answers.overviews.people import person, talks_by
from forumbot.answers.overviews.presentations import presentations
from forumbot.answers.overviews.programme import programme, programme_of_day
from forumbot.answers.overviews.summary import summary
from forumbot.answers.overviews.talks_on import talks_counted, talks_on, who_spoke
from forumbot.answers.overviews.vague import vague


def events_of_time(asked: Asked) -> Overview | None:
    """The programme of the day that a message names; the events of its time where none has it."""
    return programme_of_day(asked) or events_in(asked)


OVERVIEWERS: Mapping[str, Overviewer] = {
    "documents": which_documents,
    "outcomes_of": outcomes_of,
    "outcomes_on": outcomes_on,
    "presentations": presentations,
    "events_in": events_of_time,
    "happened_in": happened_in,
    "whats_new": whats_new,
    "next_event": next_event,
    "reminder": reminder,
    "talks_by": talks_by,
    "person": person,
    "summary": summary,
    "compare": compare,
    "vague": vague,
}
"""By the kinds that :mod:`forumbot.models.messages` tells."""


def outright(asked: Asked) -> Overview | None:
    """What a message asks for in so many words and for nothing else, of whatever kind it seems."""
    made = (
        counted_events,
        whole_archive,
        compared_outright,
        holdings,
        programme,
        asked_for_on,
        documents_asked_for,
        talks_on,
        who_spoke,
        talks_counted,
        named_in_calendar,
    )
    return next((one for overview in made if (one := overview(asked)) is not None), None)
