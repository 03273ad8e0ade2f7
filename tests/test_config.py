import os
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.formats.tesseract import check_language
from forumbot.config import (
    AnswersConfig,
    PassagesConfig,
    RemindersConfig,
    RetrievalConfig,
    Settings,
)
from forumbot.config_file import load_settings
from forumbot.errors import ConfigError
from forumbot.reminders.events import EventKind
from forumbot.reminders.lead_words import check_default

DEFAULT_LEADS = dict(RemindersConfig().leads)
WHOLE = """\
knowledge: docs
index: ../built
model: some/model
backend: onnx
keep_generations: 5
passages:
  max_tokens: 120
  overlap_tokens: 10
retrieval:
  word_weight: 0.5
  ngram_weight: 2
  dense_weight: 0
answers:
  max_quote_chars: 300
  threshold: 0.4
reminders:
  leads:
    forum: [3 weeks, on the day]
    other: []
  all_day_time: 10:30
  late_after_minutes: 15
sample_questions:
  - When is the next forum?
  - Who spoke?
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests write their configuration, one after the other."""
    return tmp_path_factory.mktemp("conf") / "forumbot.yaml"


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and no $FORUMBOT_CONFIG."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORUMBOT_CONFIG", raising=False)
    return tmp_path


def load(file: Path, text: str) -> Settings:
    """The settings of a file with this text."""
    file.write_text(text, encoding="utf-8")
    return load_settings(file)


def error(file: Path, text: str) -> str:
    """The one line that refuses a file with this text."""
    with pytest.raises(ConfigError) as raised:
        load(file, text)
    message = str(raised.value)
    assert message.splitlines() == [message]
    return message


def outcome(file: Path) -> Settings | str:
    """The settings of a file, or the message that refuses it; other exceptions are for the test."""
    try:
        return load_settings(file)
    except ConfigError as refused:
        return str(refused)


# What can be set


def test_reads_every_key(file: Path) -> None:
    """A file that uses every key comes out as the settings it describes."""
    assert load(file, WHOLE) == Settings(
        knowledge=file.parent / "docs",
        index=file.parent / "../built",
        model="some/model",
        backend="onnx",
        keep_generations=5,
        passages=PassagesConfig(max_tokens=120, overlap_tokens=10),
        retrieval=RetrievalConfig(word_weight=0.5, ngram_weight=2, dense_weight=0),
        answers=AnswersConfig(max_quote_chars=300, threshold=0.4),
        reminders=RemindersConfig(
            leads=tuple(
                ({**DEFAULT_LEADS, "forum": ("3 weeks", "on the day"), "other": ()}).items()
            ),
            all_day_time="10:30",
            late_after_minutes=15,
        ),
        sample_questions=("When is the next forum?", "Who spoke?"),
    )


@pytest.mark.parametrize(
    "text", ["", "# nothing yet\n", "{}", "---\n", "passages: {}\n", "answers: {threshold: null}\n"]
)
def test_what_is_not_set_has_its_default(file: Path, text: str) -> None:
    """Every key is optional, and so is everything in a section."""
    assert load(file, text) == Settings()


def test_a_section_set_in_part_keeps_its_other_defaults(file: Path) -> None:
    """One key of a section leaves the others as they are."""
    passages = load(file, "passages: {max_tokens: 100}").passages
    assert passages == replace(PassagesConfig(), max_tokens=100)


def test_servers_and_people_are_ids_written_as_numbers_or_texts(file: Path) -> None:
    """As Discord's own client copies them."""
    homes = 'home_servers: [123456789012345678, "7"], leave_other_servers: true'
    text = f'bot: {{{homes}, operators: ["9"]}}'
    read = load(file, text).bot
    assert read.home_servers == (123456789012345678, 7)
    assert read.operators == (9,)
    assert read.leave_other_servers


def test_settings_cannot_be_changed() -> None:
    """Settings are the same for as long as the program runs."""
    with pytest.raises(FrozenInstanceError):
        Settings().model = "other"  # type: ignore[misc]


def test_an_alias_stands_for_its_value(file: Path) -> None:
    """An anchor may be used where its value could stand."""
    read = load(file, "model: &name m\nsample_questions: [*name, *name]")
    assert (read.model, read.sample_questions) == ("m", ("m", "m"))


@pytest.mark.parametrize(
    ("key", "lowest", "highest"),
    [
        ("keep_generations", 1, 100),
        ("passages.max_tokens", 32, 8192),
        ("passages.overlap_tokens", 0, 512),
        ("retrieval.word_weight", 0, 100),
        ("retrieval.ngram_weight", 0, 100),
        ("retrieval.dense_weight", 0, 100),
        ("extraction.seconds", 1, 3600),
        ("extraction.megabytes", 256, 65_536),
        ("extraction.characters", 10_000, 20_000_000),
        ("answers.max_quote_chars", 100, 700),
        ("answers.threshold", 0, 1),
        ("reminders.late_after_minutes", 1, 1440),
    ],
)
def test_a_number_has_its_range(file: Path, key: str, lowest: int, highest: int) -> None:
    """Both ends of a range can be set; what is beyond them is refused with the range."""
    section, _, name = key.rpartition(".")

    def text(value: int) -> str:
        return f"{section}:\n  {name}: {value}\n" if section else f"{name}: {value}\n"

    for value in (lowest, highest):
        read = load(file, text(value))
        assert getattr(getattr(read, section) if section else read, name) == value
    for value in (lowest - 1, highest + 1):
        line = 2 if section else 1
        told = f"{file}:{line}: {key} should be between {lowest} and {highest}"
        assert error(file, text(value)) == told


# Reminders


def test_every_kind_of_event_has_default_leads_that_can_be_read() -> None:
    """Whatever the kind of an event, the defaults know what reminders it has."""
    assert list(DEFAULT_LEADS) == [kind.value for kind in EventKind]
    for texts in DEFAULT_LEADS.values():
        for text in texts:
            check_default(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reminders: 5", "1: reminders should hold 'key: value' lines"),
        ("reminders:\n  lead: {}", "2: unknown key 'lead'; did you mean 'leads'?"),
        ("reminders:\n  leads: 5", "2: reminders.leads should hold 'key: value' lines"),
        ("reminders:\n  leads:\n    forun: []", "3: unknown key 'forun'; did you mean 'forum'?"),
        (
            "reminders:\n  leads:\n    forum: []\n    forum: []",
            "4: the key 'forum' stands here a second time",
        ),
        (
            "reminders:\n  leads:\n    forum: 1 day",
            "3: reminders.leads.forum should be a list",
        ),
        (
            "reminders:\n  leads:\n    forum: [5]",
            "3: reminders.leads.forum should be a list of texts",
        ),
        (
            "reminders:\n  leads:\n    forum:\n      - 1 day\n      - soon",
            '5: reminders.leads: "soon" cannot be read as a time before an event; write',
        ),
        (
            "reminders:\n  leads:\n    forum: [10 March 2019]",
            '3: reminders.leads: "10 March 2019" is a point in time, which belongs to one event',
        ),
        *(
            (
                f"reminders:\n  all_day_time: {written}",
                '2: reminders.all_day_time should be a time of day such as "09:00"',
            )
            for written in ("9", "24:00", "9:00", "[a]", "null", "'09:00 '")
        ),
    ],
)
def test_a_mistake_in_the_reminders_is_named_with_its_line(
    file: Path, text: str, said: str
) -> None:
    """Kinds, leads and the hour are held to what reminders can be."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load_settings(file, {"reminders.leads": check_default})
    assert str(raised.value).startswith(f"{file}:{said}")


def test_without_checks_the_leads_are_kept_as_they_are(file: Path) -> None:
    """What leads may say is known further up; whoever needs none of it need not load it."""
    leads = dict(load(file, "reminders: {leads: {forum: [soon]}}").reminders.leads)
    assert leads == {**DEFAULT_LEADS, "forum": ("soon",)}


@pytest.mark.parametrize("code", ["xx", "german", "DE"])
def test_languages_of_scans_are_held_to_what_there_is(file: Path, code: str) -> None:
    """Any language that has a code, whether or not it can be recognised here."""
    checks = {"extraction.scan_languages": check_language}
    file.write_text("extraction: {scan_languages: [de, ro]}", encoding="utf-8")
    assert load_settings(file, checks).extraction.scan_languages == ("de", "ro")
    file.write_text(f"extraction: {{scan_languages: [de, {code}]}}", encoding="utf-8")
    with pytest.raises(ConfigError, match=f"scan_languages: '{code}' is no language; write codes"):
        load_settings(file, checks)


# Where it is read from


def test_without_a_file_there_are_defaults(workplace: Path) -> None:
    """A folder without forumbot.yaml is no mistake."""
    assert load_settings() == Settings()


@pytest.mark.usefixtures("workplace")
def test_the_file_of_the_working_folder_is_read() -> None:
    """Without a word about it, ./forumbot.yaml is read, and its paths stay relative."""
    Path("forumbot.yaml").write_text("model: here\nknowledge: docs\n", encoding="utf-8")
    assert load_settings() == Settings(model="here", knowledge=Path("docs"))


def test_a_named_file_goes_before_the_environment_and_that_before_the_folder(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--config wins over $FORUMBOT_CONFIG, which wins over ./forumbot.yaml."""
    for name in ("forumbot", "environment", "named"):
        (workplace / f"{name}.yaml").write_text(f"model: {name}\n", encoding="utf-8")
    assert load_settings().model == "forumbot"
    monkeypatch.setenv("FORUMBOT_CONFIG", "environment.yaml")
    assert load_settings().model == "environment"
    assert load_settings(Path("named.yaml")).model == "named"
    monkeypatch.setenv("FORUMBOT_CONFIG", "")
    assert load_settings().model == "forumbot"


def test_a_named_file_that_is_missing_is_refused(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that somebody names must be there, even beside a ./forumbot.yaml."""
    (workplace / "forumbot.yaml").write_text("model: here\n", encoding="utf-8")
    told = r"^gone\.yaml: cannot be read \(No such file or directory\); correct --config"
    with pytest.raises(ConfigError, match=told):
        load_settings(Path("gone.yaml"))
    monkeypatch.setenv("FORUMBOT_CONFIG", "gone.yaml")
    with pytest.raises(ConfigError, match=told):
        load_settings()


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    """A folder in place of the file is refused with its name."""
    with pytest.raises(ConfigError, match=r"cannot be read \(Is a directory\)"):
        load_settings(tmp_path)


def test_paths_are_relative_to_the_file(
    file: Path, workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative path counts from the file, an absolute one stands, ~ is the home folder."""
    monkeypatch.setenv("HOME", str(workplace / "home"))
    assert load(file, "knowledge: a/b\n").knowledge == file.parent / "a/b"
    assert load(file, f"knowledge: {workplace}/a\n").knowledge == workplace / "a"
    assert load(file, "index: ~/built\n").index == workplace / "home/built"
    assert load(file, "knowledge: a\n").index == Settings().index


def test_paths_of_a_linked_file_count_from_where_the_documents_lie(tmp_path: Path) -> None:
    """From the file that the link leads to, or from the link where they lie beside that."""
    real, linked = tmp_path / "srv", tmp_path / "etc"
    for folder in (real / "docs", linked):
        folder.mkdir(parents=True)
    (real / "forumbot.yaml").write_text("knowledge: docs\ndata: data\n", encoding="utf-8")
    link = linked / "forumbot.yaml"
    link.symlink_to(real / "forumbot.yaml")
    settings = load_settings(link)
    assert (settings.knowledge, settings.data) == (real / "docs", real / "data")
    (linked / "docs").mkdir()
    assert load_settings(link).data == linked / "data"


def test_the_folder_of_a_model_is_relative_to_the_file(tmp_path: Path) -> None:
    """Where there is one: a name on the model hub looks the same, and stays as it is."""
    file = tmp_path / "forumbot.yaml"
    text = "model: {0}\nretrieval:\n  reranker: {0}\n"
    assert load(file, text.format("some/model")).model == "some/model"
    folder = file.parent / "some" / "model"
    folder.mkdir(parents=True)
    found = load(file, text.format("some/model"))
    assert (found.model, found.retrieval.reranker) == (str(folder), str(folder))
    assert load(file, text.format("./some/gone")).model == "./some/gone"
    assert load(file, text.format("s/" * 3000)).model == "s/" * 3000


def test_paths_of_a_relative_file_name_are_relative_to_its_folder(workplace: Path) -> None:
    """A file named by a relative path moves its paths along."""
    (workplace / "conf").mkdir()
    (workplace / "conf/bot.yaml").write_text("knowledge: ../docs\n", encoding="utf-8")
    knowledge = load_settings(Path("conf/bot.yaml")).knowledge
    assert os.path.normpath(knowledge) == "docs"


# What is refused


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("answerz: 1", 1, "unknown key 'answerz'; did you mean 'answers'?"),
        ("retrieval:\n  candidates: 5", 2, "unknown key 'candidates'; known are word_weight, "),
        ("\nknowlege: a", 2, "unknown key 'knowlege'; did you mean 'knowledge'?"),
        ("passages:\n  max_token: 5", 2, "unknown key 'max_token'; did you mean 'max_tokens'?"),
        ("retrieval: {bm25: 1}", 1, "known are word_weight, ngram_weight, dense_weight"),
        ("threshold: 0.5", 1, "unknown key 'threshold'; known are knowledge, index, model"),
        ("knowledge_named: true", 1, "unknown key 'knowledge_named'"),
        ("? [a, b]\n: c", 1, "unknown key 'sequence'"),
        ("5: a", 1, "unknown key '5'"),
        ("model: a\n<<: {index: b}", 2, "unknown key '<<'"),
        ("x" * 500 + ": a", 1, "unknown key '" + "x" * 60 + "'; known"),
        ("model: a\n\nmodel: b", 3, "the key 'model' stands here a second time"),
        (
            "answers:\n  threshold: 0\n  threshold: 1",
            3,
            "the key 'threshold' stands here a second time",
        ),
    ],
)
def test_a_key_that_cannot_be_is_named(file: Path, text: str, line: int, said: str) -> None:
    """Keys that are unknown or stand twice are refused at their line, with what was meant."""
    assert error(file, text).startswith(f"{file}:{line}: ")
    assert said in error(file, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("knowledge: 5", "knowledge should be text"),
        ("knowledge:", "knowledge should be text"),
        ("index: true", "index should be text"),
        ('index: " "', "index should be text"),
        ("model: 2019-01-01", "model should be text"),
        ("model: [a]", "model should be a single value"),
        ("model: {a: b}", "model should be a single value"),
        ("backend: cuda", "backend should be one of torch, onnx, openvino"),
        ("retrieval: {model_languages: [en, klingon]}", "en, de, fr, nl; 'klingon' is none"),
        (
            "retrieval: {word_weight: 0, ngram_weight: 0, dense_weight: 0}",
            "are all 0, and nothing is found; leave one above 0",
        ),
        (r'index: "a\0b"', "index holds a control character; take it out"),
        (r'index: "\ud800"', "index holds a control character"),
        ("index: ~no-such-person/built", "names no known home folder"),
        ("keep_generations: many", "keep_generations should be a whole number"),
        ("keep_generations: 2.0", "keep_generations should be a whole number"),
        ('keep_generations: "3"', "keep_generations should be a whole number"),
        ("keep_generations: true", "keep_generations should be a whole number"),
        ("keep_generations:", "keep_generations should be a whole number"),
        ("keep_generations: " + "9" * 5_000, "cannot be read"),
        ("passages: 5", "passages should hold 'key: value' lines"),
        ("passages:", "passages should hold 'key: value' lines"),
        ("passages: [a]", "passages should hold 'key: value' lines"),
        ("retrieval: {reranker: 5}", "retrieval.reranker should be text"),
        ("retrieval: {reranker: ''}", "retrieval.reranker should be text"),
        ("retrieval: {reranked: 0}", "retrieval.reranked should be between 1 and 100"),
        ("retrieval: {word_weight: heavy}", "retrieval.word_weight should be a number"),
        ("retrieval: {word_weight: no}", "retrieval.word_weight should be a number"),
        ("retrieval: {word_weight: null}", "retrieval.word_weight should be a number"),
        ("answers: {threshold: .nan}", "answers.threshold should be between 0 and 1"),
        ("retrieval: {word_weight: .inf}", "word_weight should be between 0 and 100"),
        ("answers: {threshold: [0.5]}", "answers.threshold should be a single value"),
        ("sample_questions: Who spoke?", "sample_questions should be a list"),
        ("sample_questions:", "sample_questions should be a list"),
        ("sample_questions: [Who spoke, 5]", "sample_questions should be a list of texts"),
        ('sample_questions: [Who spoke, ""]', "sample_questions should be a list of texts"),
        ("sample_questions: [[Who spoke]]", "sample_questions should be a single value"),
        ("bot: {home_servers: 5}", "bot.home_servers should be a list"),
        ("bot: {home_servers: [home]}", "bot.home_servers should be a list of ids"),
        ("bot: {home_servers: [0]}", "bot.home_servers should be a list of ids"),
        ("bot: {home_servers: [[5]]}", "bot.home_servers should be a list of ids"),
        ("bot: {home_servers: [5], leave_other_servers: 1}", "should be true or false"),
        ("bot: {operators: [me]}", "bot.operators should be a list of ids"),
        ("bot: {operators: [5]}", "name these as bot.home_servers"),
        ("bot: {home_servers: [5], operators: [7, 5]}", "ids of people; 5 is a home server's"),
        ("bot: {leave_other_servers: true}", "name those to stay in as bot.home_servers"),
        ("- a", "the file should hold 'key: value' lines"),
        ("knowledge", "the file should hold 'key: value' lines"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(file: Path, text: str, said: str) -> None:
    """Each value is refused for what it is, with its key; nothing is converted silently."""
    message = error(file, f"# A comment first\n{text}")
    assert said in message
    assert len(message) < len(str(file)) + 150


def test_a_wrong_value_is_told_with_its_line(file: Path) -> None:
    """The line is that of the value, also within a section."""
    assert error(file, "model: a\npassages:\n  max_tokens: 100\n  overlap_tokens: b\n") == (
        f"{file}:4: passages.overlap_tokens should be a whole number"
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("model: a\n  index: b", 2, "is not YAML: mapping values are not allowed here"),
        ("model: [a\n", 2, "is not YAML"),
        ('model: "a', 1, "is not YAML: found unexpected end of stream"),
        ("model: *name", 1, "is not YAML: found undefined alias 'name'"),
        ("model: a\n---\nmodel: b", 2, "is not YAML: but found another document"),
        ("model: a\n\x07", 2, "is not YAML: special characters are not allowed"),
        ("\tmodel: a", 1, "is not YAML: found character '\\t'"),
        ('model: "\\UFFFFFFFF"', 1, "is not YAML"),
        ("%YAML 1." + "9" * 5_000 + "\n---\nmodel: a", 1, "is not YAML that can be read"),
        ("model: " + "[" * 20_000, 1, "is not YAML that can be read"),
        ("model: " + "{a: " * 20_000, 1, "is not YAML that can be read"),
    ],
)
def test_broken_yaml_is_told_with_its_line(file: Path, text: str, line: int, said: str) -> None:
    """What is not YAML is refused where it breaks, however it breaks."""
    assert error(file, text).startswith(f"{file}:{line}: {said}")


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.getcwd []",
        "!!python/name:os.getcwd x",
        "!!bool maybe",
        "!!timestamp soon",
        '!!int ""',
        '!!float "-"',
        "!!binary é",
        "!<tag> x",
    ],
)
def test_a_tag_that_does_not_fit_is_refused(file: Path, value: str) -> None:
    """Nothing in the file is run, and a tag that lies about its value does not crash."""
    assert error(file, f"\nmodel: {value}").startswith(f"{file}:2: model")


@pytest.mark.parametrize(
    "text",
    [
        "&a {passages: *a}",
        "&a [*a]",
        "sample_questions: &a [*a]",
        "x0: &x0 [z, z]\n" + "".join(f"x{n + 1}: &x{n + 1} [*x{n}, *x{n}]\n" for n in range(50)),
    ],
)
def test_an_alias_that_goes_in_circles_is_refused(file: Path, text: str) -> None:
    """Values that hold themselves, or that would multiply, end in one line."""
    assert error(file, text).startswith(f"{file}:1: ")


def test_bytes_that_are_not_utf8_name_their_line(file: Path) -> None:
    """A file in another encoding is refused with the line and what to do."""
    file.write_bytes(b"model: a\nindex: Gesch\xe4ft\n")
    with pytest.raises(ConfigError, match=":2: is not UTF-8; save it as UTF-8"):
        load_settings(file)


def test_a_byte_order_mark_is_no_problem(file: Path) -> None:
    """Files saved by Windows editors read like any other."""
    file.write_bytes(b"\xef\xbb\xbfmodel: a\r\n")
    assert load_settings(file).model == "a"


@pytest.mark.parametrize(("size", "read"), [(256 * 1024, True), (256 * 1024 + 1, False)])
def test_the_size_is_bounded(file: Path, size: int, read: bool) -> None:
    """A file of the largest size is read, one more byte is refused before it is parsed."""
    text = "model: a\n".ljust(size, "#")
    if read:
        assert load(file, text).model == "a"
    else:
        assert error(file, text) == f"{file}: is larger than 262144 bytes; that is no configuration"


keys = st.sampled_from([*Settings.__dataclass_fields__, "max_tokens", "threshold", "x"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=5,
)
tagged = st.builds(
    "{}: {} {}".format,
    keys,
    st.sampled_from(["!!int", "!!float", "!!bool", "!!timestamp", "!!binary", "!!set", "&a", "*a"]),
    st.sampled_from(['""', "-", "_", "x", "1:x", "[a]", "{a: b}", "0x", "~", "1_0"]),
)
texts = st.text() | st.dictionaries(keys, values, max_size=3).map(yaml.safe_dump) | tagged


@given(text=texts)
@examples(300)
@example(text="keep_generations: !!int _")
@example(text="knowledge: ~x")
def test_any_text_gives_settings_or_one_line(file: Path, text: str) -> None:
    """Whatever stands in the file, it is read or refused in a line, and never crashes."""
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    read = outcome(file)
    if isinstance(read, Settings):
        assert 1 <= read.keep_generations <= 100
        assert os.fsencode(read.knowledge)
    else:
        assert read.startswith(f"{file}:")
        assert read.splitlines() == [read]


@given(data=st.binary(max_size=200))
@examples(100)
def test_any_bytes_give_settings_or_an_error_of_ours(file: Path, data: bytes) -> None:
    """Files that are no text at all are refused with the name of the file."""
    file.write_bytes(data)
    read = outcome(file)
    assert isinstance(read, Settings) or read.startswith(f"{file}:")


def test_a_reranker_may_be_named(tmp_path: Path) -> None:
    """A name is kept as it stands; null, as nothing, names none."""
    path = tmp_path / "forumbot.yaml"
    path.write_text("retrieval: {reranker: models/tiny, reranked: 10}", encoding="utf-8")
    assert load_settings(path).retrieval == RetrievalConfig(reranker="models/tiny", reranked=10)
    path.write_text("retrieval: {reranker: null}", encoding="utf-8")
    assert load_settings(path).retrieval == RetrievalConfig()
