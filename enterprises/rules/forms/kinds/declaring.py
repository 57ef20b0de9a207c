"""How a kind says what it files, and what licences have in common."""

from dataclasses import dataclass

from enterprises.rules.forms.shape import Field, Section


@dataclass(frozen=True, slots=True)
class KindForm:
    """One kind: its section of the form, the departments that must approve after the site
    (``stages``) and those that receive it beside the usual ones (``receivers``)."""

    kind: str
    section: Section
    stages: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()


def licence(code: str, zh: str, en: str, basis: str, *, dated: bool = True) -> tuple[Field, ...]:
    """A licence: its number, the day it runs out (an expired one is a finding), and the paper.

    One that is not ``dated`` holds until it is withdrawn.
    """
    number = Field(
        f"{code}_number",
        f"{zh}编号",
        f"Number of the {en}",
        "text",
        required=True,
        max_length=60,
        basis=basis,
        disclosed=True,
    )
    until = Field(
        f"{code}_until",
        f"{zh}有效期至",
        f"The {en} is valid until",
        "date",
        required=True,
        not_before="today",
        basis=basis,
    )
    paper = Field(code, zh, en[0].upper() + en[1:], "file", required=True, basis=basis)
    return (number, until, paper) if dated else (number, paper)
