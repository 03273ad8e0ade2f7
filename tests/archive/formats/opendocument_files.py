"""OpenDocument files for tests, written by hand as LibreOffice writes them."""

import io
import zipfile

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("style", "style"), ("presentation", "presentation"), ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"), ("manifest", "manifest"),
    )
)  # fmt: skip
STYLES = (
    '<style:style style:name="Title" style:family="paragraph"/>'
    '<style:style style:name="P1" style:parent-style-name="Title" style:family="paragraph"/>'
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/>'
    "</style:style>"
    '<style:style style:name="U" style:family="text"><style:text-properties '
    'style:text-underline-style="solid"/></style:style>'
    '<style:style style:name="Hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" '
    'style:num-format="a" style:num-suffix=")" text:start-value="2"/></text:list-style>'
)


def document(
    kind: str, body: str, *, title: str = "", styles: str = "", **members: str | bytes
) -> bytes:
    """A file of a kind (``text``, ``presentation``, ``spreadsheet``) with this body.

    ``styles`` stand in the part that all documents share; further members by their names, ``__``
    for a slash, ``_dot_`` and ``_dash_``.
    """
    dublin = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    parts: dict[str, str | bytes] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content {_SPACES}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {_SPACES}>{styles}</office:document-styles>",
        "meta.xml": f"<office:document-meta {_SPACES} {dublin}><office:meta><dc:title>{title}"
        "</dc:title></office:meta></office:document-meta>",
    }
    named = {
        key.replace("__", "/").replace("_dot_", ".").replace("_dash_", "-"): data
        for key, data in members.items()
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, data in {**parts, **named}.items():
            file.writestr(name, data)
    return out.getvalue()
