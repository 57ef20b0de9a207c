"""What a form is made of. One declaration gives the pages, the checks and the checklist."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from zone_portal.kernel.rules import language_index

FieldType = Literal[
    "text",
    "longtext",
    "choice",
    "choices",
    "date",
    "uscc",
    "customs_code",
    "url",
    "domain",
    "phone",
    "email",
    "id_type",
    "id_number",
    "name",
    "address",
    "number",
    "yes_no",
    "file",
]

ID_TYPES: Final = (
    ("1", "居民身份证", "Resident identity card"),
    ("2", "护照", "Passport"),
    ("3", "港澳居民来往内地通行证", "Mainland travel permit (Hong Kong, Macao)"),
    ("4", "台湾居民来往大陆通行证", "Mainland travel permit (Taiwan)"),
    ("5", "外国人永久居留身份证", "Foreign permanent resident card"),
)
RESIDENT_CARD: Final = "1"
YES_NO: Final = (("yes", "是", "Yes"), ("no", "否", "No"))

Choice = tuple[str, str, str]
"""Code, Chinese, English."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in or to attach.

    ``personal`` names the mask of a personal value (kept sealed), ``departments`` who receives the
    field ("" set = every department), ``disclosed`` whether it may stand in the public register.
    ``only_if`` = (field, value): asked for, and required, only where that field holds that value.
    ``not_before`` / ``not_after`` bind a date to the day of the check: "today" makes an expired
    licence, or a licence from the future, a finding. ``id_type_field`` names the field that says
    which kind of document an ``id_number`` is.
    """

    code: str
    zh: str
    en: str
    type: FieldType
    required: bool = False
    personal: str = ""
    choices: tuple[Choice, ...] = ()
    max_length: int = 200
    many: bool = False
    help_zh: str = ""
    help_en: str = ""
    basis: str = ""
    departments: frozenset[str] = frozenset()
    disclosed: bool = False
    table: str = ""
    only_if: tuple[str, str] | None = None
    not_before: Literal["", "today"] = ""
    not_after: Literal["", "today"] = ""
    id_type_field: str = ""

    @property
    def is_file(self) -> bool:
        return self.type == "file"

    @property
    def is_list(self) -> bool:
        """Whether its value is a list."""
        return self.many or self.type == "choices"

    @property
    def options(self) -> tuple[Choice, ...]:
        """What may be chosen; empty where anything may be typed or a code table decides."""
        if self.type == "yes_no":
            return YES_NO
        return ID_TYPES if self.type == "id_type" and not self.choices else self.choices

    def label(self, language: str) -> str:
        return (self.zh, self.en)[language_index(language)]

    def help(self, language: str) -> str:
        return (self.help_zh, self.help_en)[language_index(language)]

    def received_by(self, department: str) -> bool:
        """Whether this department's view of a filing holds the field."""
        return not self.departments or department in self.departments

    def asked(self, values: Mapping[str, Any]) -> bool:
        """Whether the field is asked for at all, given the other values."""
        if self.only_if is None:
            return True
        other, wanted = self.only_if
        given = values.get(other)
        return wanted in given if isinstance(given, list) else given == wanted


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form; ``kind`` is the enterprise kind that asks for it, or empty.

    ``tick`` are further things a reviewer must have looked at, beside the fields."""

    code: str
    zh: str
    en: str
    fields: tuple[Field, ...]
    kind: str = ""
    basis: str = ""
    help_zh: str = ""
    help_en: str = ""
    tick: tuple["Tick", ...] = ()

    def label(self, language: str) -> str:
        return (self.zh, self.en)[language_index(language)]

    def help(self, language: str) -> str:
        return (self.help_zh, self.help_en)[language_index(language)]


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the reviewer's checklist; ``stage`` is the department that ticks it."""

    code: str
    zh: str
    en: str
    basis: str = ""
    stage: str = "zone"
    section: str = ""

    def label(self, language: str) -> str:
        return (self.zh, self.en)[language_index(language)]


@dataclass(frozen=True, slots=True)
class Form:
    """Everything a filing of one type must contain, who reviews it and who receives it.

    ``stages`` are departments in the order of their turn ("zone" = the staff of the site that
    takes the filing in), ``departments`` receive it once it is approved. ``review_days_parameter``
    is the dated setting (``rules.parameters``) with the working days a review may take.
    """

    type: str
    sections: tuple[Section, ...]
    stages: tuple[str, ...] = ("zone",)
    departments: tuple[str, ...] = ()
    review_days_parameter: str = "review_days"
    by_code: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        every = [given for section in self.sections for given in section.fields]
        by_code = {given.code: given for given in every}
        if len(by_code) != len(every):
            raise ValueError(f"a field of the form {self.type} stands twice")
        object.__setattr__(self, "by_code", by_code)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field in the order of the form."""
        return tuple(self.by_code.values())

    @property
    def files(self) -> tuple[Field, ...]:
        """The attachments it asks for."""
        return tuple(given for given in self.fields if given.is_file)

    @property
    def personal(self) -> frozenset[str]:
        """Codes of the fields that are kept sealed."""
        return frozenset(given.code for given in self.fields if given.personal)

    def section(self, code: str) -> Section | None:
        return next((given for given in self.sections if given.code == code), None)

    def section_of(self, field_code: str) -> Section | None:
        """The section a field stands in, for the links of an error summary."""
        for section in self.sections:
            if any(given.code == field_code for given in section.fields):
                return section
        return None


Values = Mapping[str, Any]
FormMaker = Callable[[Sequence[str]], Form]
"""From the kinds of the enterprise to the form."""
