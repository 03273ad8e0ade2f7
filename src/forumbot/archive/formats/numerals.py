"""Numbers as lists write them: figures, letters and Roman numerals."""

from string import ascii_lowercase

_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)
_LARGEST = 3_999


def numeral(number: int, style: str) -> str:
    """A number of at least 0 in a style such as ``decimal``, ``lowerLetter`` or ``upperRoman``.

    Figures stand in for styles that are not known and for numbers that a style cannot write.
    """
    lowered = style.lower()
    if not 0 < number <= _LARGEST:
        return str(number)
    if "letter" in lowered or lowered.startswith("alpha"):
        written = ascii_lowercase[(number - 1) % 26] * ((number - 1) // 26 + 1)
    elif "roman" in lowered:
        written = _roman(number)
    else:
        return f"{number:02}" if lowered == "decimalzero" else str(number)
    is_upper = lowered.startswith("upper") or "uc" in lowered
    return written.upper() if is_upper else written


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written
