"""What in a text looks like credentials: private keys, tokens, passwords beside their names."""

import re
from collections.abc import Iterator
from importlib.resources import files

from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, parsed

_PRIVATE_KEY = re.compile(
    r"-{3,}[ ]?BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?[ ]?-{3,}"
    r"(?:\s+[\w-]{1,40}:[^\n]*)*\s+[A-Za-z0-9+/=]{16}"
    r"|^Private-Lines: \d+\s+[A-Za-z0-9+/=]{16}",  # as PuTTY writes them
    re.MULTILINE,
)
# As those who issue them publish the forms, so that they are told from words.
_TOKENS = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<AWS_access_key>A[KS]IA[0-9A-Z]{16})"
    r"|(?P<Discord_token>[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,})"
    r"|(?P<GitHub_token>gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,})"
    r"|(?P<GitLab_token>glpat-[\w-]{20,})"
    r"|(?P<Google_API_key>AIza[\w-]{35})"
    r"|(?P<Slack_token>xox[abeoprs]-[\w-]{10,})"
    r"|(?P<Stripe_key>[rs]k_live_\w{16,})"
    r"|(?P<web_token>eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"
    r")|(?P<address_with_a_password>://[^\s/:@]{1,80}:[^\s/:@]{3,80}@\w)"
)
_VALUE = r"[\"'`]?(?P<value>[^\s\"'`<>{}]{6,})"
# A name of the environment or of a configuration, right in front of its value.
_NAMED = re.compile(
    r"(?<![^\W_])(?P<name>"
    r"(?:token|secret|passwd|pwd|(?:api|access|secret|auth)[_-]?key)(?:[_-]\w{1,40})?)"
    rf"[\"'`]?\s{{0,3}}[:=]\s{{0,3}}{_VALUE}",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"[\w.-]+$")
_BETWEEN = 60  # characters, as in "the password of the bank account is:"
_MOST_NAMED = 3


def holds_private_key(text: str) -> bool:
    """Whether a text holds a private key, and not only the line that one begins with."""
    return _PRIVATE_KEY.search(text) is not None


def credentials_in(text: str) -> tuple[str, ...]:
    """What a text calls the credentials that it seems to hold, or what form they have; each once.

    A value is told by its letters and digits, so that placeholders and prose are none.
    """
    return tuple(dict.fromkeys(_found(text)))


def credentials_warning(text: str) -> str:
    """What to tell a maintainer of the credentials in a text; empty where it seems to hold none."""
    found = credentials_in(text)
    if not found:
        return ""
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return (
        f"seems to hold credentials ({', '.join(found[:_MOST_NAMED])}{more}), which whoever asks "
        "is shown; take them out, or the file out of the folder, and change them"
    )


def _found(text: str) -> Iterator[str]:
    for token in _TOKENS.finditer(text):
        yield (token.lastgroup or "").replace("_", " ")
    for found in _NAMED.finditer(text):
        if _is_made_up(found["value"]) or _is_mixed(found["value"]):
            yield _whole_name(text, found)
    for found in _passwords().finditer(text):
        if _is_made_up(found["value"]):
            yield _whole_name(text, found)


def _whole_name(text: str, found: re.Match[str]) -> str:
    """A name with what it begins with, as in DISCORD_TOKEN, which is dear to search for."""
    start = found.start("name")
    before = _NAME_BEFORE.search(text, max(start - _BETWEEN, 0), start)
    return (before[0] if before else "") + found["name"]


def _is_made_up(value: str) -> bool:
    """Whether a value has letters and digits, as hardly a word has, and is no address."""
    has_both = any(map(str.isalpha, value)) and any(map(str.isdigit, value))
    return has_both and "://" not in value


def _is_mixed(value: str) -> bool:
    """Whether capitals stand within a value among small letters, as in no plain word."""
    return any(map(str.isupper, value[1:])) and any(map(str.islower, value))


@derived
def _passwords() -> re.Pattern[str]:
    """What a password is called in any language, and a value behind a colon on its line."""
    words: dict[str, list[str]] = parsed(files("forumbot.language") / "passwords.yaml")
    every = [way for of_one in words.values() for way in ways(of_one)]
    between = rf"[^\n:=]{{0,{_BETWEEN}}}[:=][ \t]{{0,3}}"
    return compiled(rf"(?<![^\W_])(?P<name>{one_of(every)})(?![^\W\d_]){between}{_VALUE}")
