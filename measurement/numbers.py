"""Typed numbers: reading them with a fixed grammar into scaled integers, and showing them again.

Nothing here passes through ``float``: a value is an integer times 10 to the minus ``decimals``.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Literal

BIGINT_MAX = 2**63 - 1
LONGEST = 64
NBSP = "\u00a0"

NumberReason = Literal[
    "empty", "not_a_number", "whole_number", "too_many_decimals", "negative", "too_large",
    "ambiguous", "percent", "part_over_whole",
]  # fmt: skip
Absence = Literal["blank", "suppressed", "not_available"]


class NumberError(ValueError):
    """A typed number that cannot be kept: ``reason`` for programs, ``str()`` for people."""

    def __init__(self, reason: NumberReason, message: str) -> None:
        """Keep the reason code beside the sentence (ux/standard.md 5.6, microcopy)."""
        super().__init__(message)
        self.reason: NumberReason = reason


@dataclass(frozen=True)
class NoNumber:
    """A cell that holds no number on purpose: blank, hidden by its source, or not available."""

    reason: Absence
    mark: str = ""


# Other scripts' digits and signs, one character each. NFKC is not used: it turns 3² into 32.
_SIGNS = str.maketrans(
    {
        "−": "-", "–": "-", "‐": "-", "‑": "-", "－": "-", "＋": "+", "，": ",", "．": ".",
        "٫": ".", "٬": ",", "٪": "%", "％": "%", "＄": "$", "’": "'", "＇": "'",
        NBSP: " ", "\u2009": " ", "\u202f": " ", "\u2007": " ", "\u2008": " ", "\u200a": " ",
        "\u3000": " ", "\t": " ",
    }
)  # fmt: skip
_ZEROS = "0０٠۰"
_SHAPE = re.compile(
    r"(?P<sign1>[+-]?) ?(?P<money>[$€£¥]?) ?(?P<sign2>[+-]?)"
    r"(?P<body>[0-9]*(?:[.,' ][0-9]+)*) ?(?P<after>[%€$£¥]?)"
)


def parse_number(
    text: str,
    decimals: int = 0,
    *,
    allow_negative: bool = False,
    allow_percent: bool = True,
    label: str = "This number",
) -> int:
    """Read what a person typed as an integer scaled by ``10 ** decimals``.

    Accepts ``1,204``, ``1 204``, ``85%``, ``$400``, ``+3``, full-width and Arabic digits, and
    ``1.204,5`` because it can be read one way only (ux/standard.md S3a). Raises ``NumberError``
    for everything else, with ``label`` as the subject of its sentence.
    """
    cleaned = _to_ascii(text).strip()
    if not cleaned:
        raise NumberError("empty", f"Enter a number for {label[:1].lower()}{label[1:]}")
    match = _SHAPE.fullmatch(cleaned) if len(cleaned) <= LONGEST else None
    if match is None:
        _refuse_unread(cleaned, label)
    return _scaled(match, decimals, allow_negative, allow_percent, label)  # type: ignore[arg-type]
