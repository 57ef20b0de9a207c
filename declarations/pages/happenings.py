"""One entry of a timeline."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the course of a declaration."""

    at: datetime
    title: str
    note: str = ""
    tone: str = ""
