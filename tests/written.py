"""A block of a kind that no face knows, as a writer of its own may give it."""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Written:
    """What such a writer writes."""

    text: str
    kind: ClassVar[str] = "written"

    def to_json(self) -> dict[str, Any]:
        """Its kind and what it says."""
        return {"kind": self.kind, "text": self.text}
