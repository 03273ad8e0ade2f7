"""What the archive says: ``ask``, ``search``, ``outcomes``, ``documents`` and ``chat``."""

from pathlib import Path

import click

from forumbot.app import App
from forumbot.cli.index import build_what_is_new
from forumbot.cli.options import build_option, common
from forumbot.cli.output import REFUSED, complain, console, print_json, show
from forumbot.errors import UsageError
from forumbot.service import Service

_MAX_TOP_K = 1000


@click.command()
@click.argument("question", required=False)
@click.option(
    "--batch",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Answer every question of a JSON-lines file.",
)
@click.option("--explain", is_flag=True, help="Say how the answer came about, for maintainers.")
@common(now=True)
def ask(app: App, *, question: str | None, batch: Path | None, explain: bool, as_json: bool) -> int:
    """Answer QUESTION from the archive, with its sources."""
    if (question is None) == (batch is None):
        raise UsageError("ask takes either a QUESTION or --batch FILE")
    if explain and batch is not None:
        raise UsageError("--explain goes with one QUESTION, not with --batch")
    if batch is not None and explain:
        raise UsageError("--explain goes with one QUESTION, not with --batch")
    if batch is not None:
        return _ask_batch(app.service, batch, as_json=as_json)
    if explain:
        return _explain(app.service, question or "", as_json=as_json)
    answer = app.service.ask(question or "")
    if as_json:
        print_json(answer.to_json())
    else:
        from forumbot.terminal import views

        show(views.answer_view(answer))
    return 0


def _explain(service: Service, question: str, *, as_json: bool) -> int:
    """The answer, and the stages that it came about by."""
    from forumbot.terminal import views

    explanation = service.explain(question)
    if as_json:
        print_json({**explanation.answer.to_json(), "explain": explanation.to_json()})
    else:
        show(views.answer_view(explanation.answer))
        show(views.explanation_view(explanation))
    return 0


def _ask_batch(service: Service, path: Path, *, as_json: bool) -> int:
    """Answer what can be asked; lines that cannot are listed, and the status says so."""
    from forumbot.evaluation.batches import read_questions
    from forumbot.terminal import views

    questions, problems = read_questions(Path("/dev/stdin") if str(path) == "-" else path)
    for problem in problems:
        complain(problem, REFUSED)
    service.get_ready()
    for question_id, question in questions:
        answer = service.ask(question)
        if as_json:
            print_json(answer.to_json(question_id))
        else:
            click.echo(views.plain(f"{question_id}: {question}"))
            show(views.answer_view(answer))
    return REFUSED if problems else 0


@click.command()
@click.argument("question")
@click.option(
    "--top-k",
    type=click.IntRange(1, _MAX_TOP_K),
    default=5,
    show_default=True,
    help="How many passages.",
)
@common()
def search(app: App, *, question: str, top_k: int, as_json: bool) -> None:
    """Rank passages for QUESTION, without an answer."""
    from forumbot.answers.answerer import hit_to_json

    hits = app.service.search(question, top_k)
    if as_json:
        print_json([hit_to_json(rank, hit) for rank, hit in enumerate(hits, start=1)])
    else:
        from forumbot.terminal import views

        show(views.hits_view(hits, with_scores=True))


@click.command()
@click.argument("topic", required=False)
@click.option("--document", metavar="DOC_ID", help="Only the outcomes of this document.")
@common()
def outcomes(app: App, *, topic: str | None, document: str | None, as_json: bool) -> None:
    """List what the forums concluded, on TOPIC if given, oldest forum first."""
    from forumbot.terminal import views

    found = app.service.outcomes(topic, document)
    if found.withheld:
        complain(views.withheld_line(found), REFUSED)
    if as_json:
        print_json([entry.to_json() for entry in found.stated])
    elif found.stated or not found.withheld:
        show(views.outcomes_view(found.stated))


@click.command()
@click.option("--kind", metavar="KIND", help="Only those of this kind, such as report.")
@common()
def documents(app: App, *, kind: str | None, as_json: bool) -> None:
    """List the documents of the archive by kind, the newest first."""
    from forumbot.answers.documents import document_to_json
    from forumbot.terminal import views

    found = app.service.documents(kind)
    if as_json:
        print_json([document_to_json(one) for one in found])
    else:
        show(views.documents_view(found))


@click.command()
@build_option
@common(now=True)
def chat(app: App, *, build: bool, as_json: bool) -> None:
    """Talk with the archive in the terminal."""
    if as_json:
        raise UsageError("chat has no --json; use 'forumbot ask --json' or 'ask --batch'")
    if build:
        build_what_is_new(app)
    from forumbot.terminal.chat import converse

    converse(app.service, console())
