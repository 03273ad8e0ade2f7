import pytest

from forumbot.archive.credentials import credentials_in, credentials_warning, holds_private_key
from forumbot.archive.documents import parse_document
from forumbot.errors import RefusedError

BODY = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU\nAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2g\n"


@pytest.mark.parametrize(
    "text",
    [
        f"-----BEGIN RSA PRIVATE KEY-----\n{BODY}-----END RSA PRIVATE KEY-----\n",
        f"-----BEGIN OPENSSH PRIVATE KEY-----\n{BODY}",
        f"Our key:\n\n-----BEGIN PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n{BODY}",
        f"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{BODY}",
        f"Private-Lines: 14\n{BODY}",
    ],
)
def test_a_private_key_refuses_its_file(text: str) -> None:
    """In text and Markdown, with words around it or none; the reason says what to do."""
    assert holds_private_key(text)
    for name in ("key.txt", "key.md"):
        with pytest.raises(RefusedError, match="holds a private key; take it out"):
            parse_document(name, text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "The file begins with -----BEGIN PRIVATE KEY----- and is yours alone.",
        f"-----BEGIN PUBLIC KEY-----\n{BODY}",
        f"-----BEGIN CERTIFICATE-----\n{BODY}",
    ],
)
def test_what_is_public_is_no_private_key(text: str) -> None:
    """Certificates, public keys, and prose on private ones."""
    assert not holds_private_key(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("DISCORD_TOKEN=MTAx.abc.def\nOTHER=1", "DISCORD_TOKEN"),
        ("export DB_PASSWORD='hunter2x'", "DB_PASSWORD"),
        ('{"apiKey": "a1b2c3d4e5"}', "apiKey"),
        ("AWS_SECRET_ACCESS_KEY = wJalrXUtnFEMI/K7MDENG", "AWS_SECRET_ACCESS_KEY"),
        ("The password of the bank account is: Sonne123!", "password"),
        ("WLAN-Passwort: Garten2024", "WLAN-Passwort"),
        ("Mot de passe du wifi : jardin2024", "Mot de passe"),
        ("Het wachtwoord is: tuin2024", "wachtwoord"),
        ("Hasło do sieci: ogrod2024", "Hasło"),
        ("Пароль: sad2024x", "Пароль"),
        ("see https://bot:hunter2@example.org/x", "address with a password"),
        ("key AKIAIOSFODNN7EXAMPLE here", "AWS access key"),
        ("ghp_" + "a1B2" * 9, "GitHub token"),
    ],
)
def test_credentials_are_told_by_their_name_or_form(text: str, named: str) -> None:
    """In the manner of .env, of JSON and of a sentence, in any language; never by their value."""
    assert credentials_in(text) == (named,)
    assert "2024" not in credentials_warning(text)


@pytest.mark.parametrize(
    "text",
    [
        "Password: see Agnes",
        "TOKEN=your-token-here",
        "TOKEN=<your token>",
        "API_KEY=${API_KEY1}",
        "The tokens: 12 of them were spent.",
        "Who lost the password writes to us: https://example.org/2024",
        "Token economy: a workshop of 2024",
        "A password has 12 letters and is secret.",
    ],
)
def test_prose_and_placeholders_are_no_credentials(text: str) -> None:
    """A word for them is none, nor is what stands in for one."""
    assert credentials_in(text) == ()
    assert credentials_warning(text) == ""


def test_the_report_names_what_was_found() -> None:
    """As a warning of its document, with what to do, and no more than three names."""
    lines = "\n".join(f"{name}_TOKEN=abc{place}defG" for place, name in enumerate("ABCDE"))
    (warning,) = (
        one for one in parse_document("env.txt", lines.encode()).warnings if "credentials" in one
    )
    assert warning.startswith(
        "seems to hold credentials (A_TOKEN, B_TOKEN, C_TOKEN and 2 more), which whoever asks is"
    )
    assert "take them out" in warning
