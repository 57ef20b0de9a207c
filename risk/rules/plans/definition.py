"""What a response plan must hold, and how its lines are written.

Duties of an emergency plan: command, assessment, monitoring and warning, report, handling
(rules/risk.md, part 6).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from enterprises.rules.registration import Problem
from risk.constants import LEVELS
from risk.rules.types import AREAS
from zone_portal.kernel.rules import Text

ACTION: Final = "action"
REPORT: Final = "report"
DAILY: Final = "daily"
STEP_KINDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        ACTION: ("处置", "Action"),
        REPORT: ("信息报告", "Report"),
        DAILY: ("每日报告", "Daily report"),
    }
)
SEPARATOR: Final = "|"
MOST_STEPS: Final = 40
LONGEST_MINUTES: Final = 60 * 24 * 90


@dataclass(frozen=True, slots=True)
class Step:
    """What a plan demands: done within so many minutes of the start, by a department."""

    minutes: int
    zh: str
    en: str
    department: str
    kind: str = ACTION


@dataclass(frozen=True, slots=True)
class Contact:
    """A duty post and its office telephone; never a person's own."""

    department: str
    unit: str
    post: str
    telephone: str


@dataclass(frozen=True, slots=True)
class PlanContent:
    """A plan. ``areas`` are of the plans' five types; the report templates name what a report
    must say: time, place, what, loss, measures, reporter."""

    code: str
    title_zh: str
    title_en: str
    areas: tuple[str, ...]
    level: str
    department: str
    conditions_zh: str
    conditions_en: str
    command_zh: str
    command_en: str
    report_zh: str
    report_en: str
    contacts: tuple[Contact, ...]
    steps: tuple[Step, ...]


def read_steps(text: str) -> tuple[list[Step], list[Problem]]:
    """Steps from lines ``minutes | 中文 | English | department | kind`` and what is wrong."""
    steps, problems = [], []
    for number, parts in _lines(text):
        if len(parts) not in {4, 5} or not parts[0].isdecimal() or len(parts[0]) > 6:
            problems.append(
                _line(
                    "steps", number, "分钟 | 事项 | 英文 | 部门 | 种类", "minutes | 中文 | English"
                )
            )
            continue
        kind = parts[4] if len(parts) == 5 else ACTION
        steps.append(Step(int(parts[0]), parts[1], parts[2], parts[3], kind))
    return steps, problems


def read_contacts(text: str) -> tuple[list[Contact], list[Problem]]:
    """Contacts from lines ``department | unit | post | telephone`` and what is wrong."""
    contacts, problems = [], []
    for number, parts in _lines(text):
        if len(parts) != 4:
            problems.append(
                _line(
                    "contacts",
                    number,
                    "部门 | 单位 | 岗位 | 电话",
                    "department | unit | post | tel",
                )
            )
            continue
        contacts.append(Contact(*parts))
    return contacts, problems


def as_lines(rows: Iterable[Step | Contact]) -> str:
    """Steps or contacts as the lines that they are read from."""
    return "\n".join(
        f" {SEPARATOR} ".join(str(getattr(row, name)) for name in type(row).__slots__)
        for row in rows
    )


def plan_problems(content: PlanContent, departments: Mapping[str, str]) -> list[Problem]:
    """Everything that keeps a plan from being saved."""
    texts = (
        ("code", content.code),
        ("title_zh", content.title_zh),
        ("title_en", content.title_en),
        ("conditions_zh", content.conditions_zh),
        ("conditions_en", content.conditions_en),
        ("command_zh", content.command_zh),
        ("command_en", content.command_en),
        ("report_zh", content.report_zh),
        ("report_en", content.report_en),
    )
    found = [
        Problem(field, "risk_text_missing", "", "请填写。", "This is needed.")
        for field, text in texts
        if not text.strip()
    ]
    if not content.areas or set(content.areas) - AREAS.keys():
        found.append(
            Problem("areas", "risk_choice_unknown", "", "请选择风险类型。", "Choose risk types.")
        )
    if content.level not in LEVELS:
        found.append(Problem("level", "risk_choice_unknown", "", "请选择级别。", "Choose a level."))
    if content.department not in departments:
        found.append(
            Problem(
                "department", "risk_choice_unknown", "", "请选择指挥部门。", "Choose a department."
            )
        )
    return [*found, *_contact_problems(content, departments), *_step_problems(content, departments)]


def _contact_problems(content: PlanContent, departments: Mapping[str, str]) -> Iterable[Problem]:
    if not content.contacts:
        yield Problem(
            "contacts", "risk_text_missing", "", "请填写联络表。", "Give the list of contacts."
        )
    for number, contact in enumerate(content.contacts, 1):
        if contact.department not in departments:
            yield _unknown("contacts", number, contact.department)
        if is_mobile(contact.telephone):
            yield Problem(
                "contacts",
                "risk_contact_personal",
                "",
                f"第{number}行：请填写值班电话，不填个人手机号。",
                f"Line {number}: give the duty line, not a person's mobile number.",
            )


def _step_problems(content: PlanContent, departments: Mapping[str, str]) -> Iterable[Problem]:
    if not 1 <= len(content.steps) <= MOST_STEPS:
        yield Problem(
            "steps",
            "risk_steps_count",
            str(len(content.steps)),
            f"请填写1至{MOST_STEPS}个步骤。",
            f"Give 1 to {MOST_STEPS} steps.",
        )
    if content.steps and all(step.kind == ACTION for step in content.steps):
        yield Problem(
            "steps",
            "risk_steps_report",
            "",
            "预案至少要有一个信息报告步骤（report 或 daily）。",
            "A plan has at least one step that reports (report or daily).",
        )
    for number, step in enumerate(content.steps, 1):
        if step.department not in departments:
            yield _unknown("steps", number, step.department)
        if step.kind not in STEP_KINDS:
            yield _unknown("steps", number, step.kind)
        if step.minutes > LONGEST_MINUTES or not step.zh or not step.en:
            yield _line(
                "steps", number, "分钟 | 事项 | 英文 | 部门 | 种类", "minutes | 中文 | English"
            )


def is_mobile(telephone: str) -> bool:
    """Whether a number is a mobile telephone of the mainland, which belongs to a person."""
    digits = "".join(mark for mark in telephone if mark.isdecimal())
    digits = digits.removeprefix("0086").removeprefix("86")
    return len(digits) == 11 and digits.startswith("1")


def _lines(text: str) -> Iterable[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, [part.strip() for part in line.replace("｜", SEPARATOR).split(SEPARATOR)]


def _line(field: str, number: int, zh: str, en: str) -> Problem:
    return Problem(
        field,
        "risk_line_wrong",
        str(number),
        f"第{number}行应写作：{zh}。",
        f"Line {number} must read: {en}.",
    )


def _unknown(field: str, number: int, value: str) -> Problem:
    return Problem(
        field,
        "risk_choice_unknown",
        value[:40],
        f"第{number}行：没有“{value[:40]}”这个代码。",
        f"Line {number}: no such code as {value[:40]}.",
    )
