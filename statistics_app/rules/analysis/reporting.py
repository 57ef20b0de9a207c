"""From a template and published figures to a report. Pure, and the same every time."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from statistics_app.rules.analysis.figures import Known, Source, figures_of, lines_of, stage_of
from statistics_app.rules.analysis.writing import (
    EN,
    ZH,
    Wrong,
    condition_of,
    holds,
    written,
    wrong_condition,
    wrong_with,
)
from statistics_app.rules.analysis.writing import lines_of as paragraphs_of
from statistics_app.rules.bulletins.tables import DIRECTIONS, TABLES
from zone_portal.kernel.money import rounded

TOTALS: Final = "totals"
TABLE_CODES: Final = (TOTALS, *(table.code for table in TABLES))
"""The tables that a section may show."""
MOST_SECTIONS: Final = 12
MOST_LINES: Final = 10
MONTHLY, QUARTERLY = "month", "quarter"
PERIODS: Final[Mapping[str, tuple[str, str]]] = {
    MONTHLY: ("月度", "Monthly"),
    QUARTERLY: ("季度", "Quarterly"),
}

SHIPPED: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "title_zh": "总体情况",
        "title_en": "Overall",
        "when": "",
        "zh": (
            "{period}，{zone}跨境电商进出口 {all.rmb}。同比{all.growth|change}。\n"
            "其中出口 {E.rmb}，进口 {I.rmb}。共 {all.tickets} 票。\n"
            "[all.year.rmb known] 年初以来累计 {all.year.rmb}。累计同比{all.year.growth|change}。"
        ),
        "en": (
            "In {period}, imports and exports of {zone} came to {all.rmb}. "
            "They were {all.growth|change} on the year before.\n"
            "Exports were {E.rmb} and imports {I.rmb}. There were {all.tickets} declarations.\n"
            "[all.year.rmb known] Since January: {all.year.rmb}. "
            "Against the same months of the year before: {all.year.growth|change}."
        ),
        "table": TOTALS,
        "chart": False,
    },
    {
        "title_zh": "主要市场",
        "title_en": "Main markets",
        "when": "country.E.1.rmb known",
        "zh": (
            "第一大出口市场为{country.E.1.name}，出口 {country.E.1.rmb}，占 {country.E.1.share}。\n"
            "[country.E.1.growth > 0] 对{country.E.1.name}出口增长 {country.E.1.growth|size}。\n"
            "[country.E.1.growth < 0] 对{country.E.1.name}出口下降 {country.E.1.growth|size}。"
        ),
        "en": (
            "The largest export market was {country.E.1.name}: {country.E.1.rmb}, "
            "{country.E.1.share} of exports.\n"
            "[country.E.1.growth > 0] Exports to {country.E.1.name} grew by "
            "{country.E.1.growth|size}.\n"
            "[country.E.1.growth < 0] Exports to {country.E.1.name} fell by "
            "{country.E.1.growth|size}."
        ),
        "table": "country",
        "chart": True,
    },
    {
        "title_zh": "监管方式",
        "title_en": "Supervision modes",
        "when": "",
        "zh": "出口以{mode.E.1.name}为主，占 {mode.E.1.share}。",
        "en": "Exports went mainly under {mode.E.1.name}: {mode.E.1.share}.",
        "table": "mode",
        "chart": False,
    },
    {
        "title_zh": "活跃度指数",
        "title_en": "Activity index",
        "when": "index.value known",
        "zh": "活跃度指数为 {index.value}。较上月 {index.change|change} 点。",
        "en": "The activity index stood at {index.value}. "
        "Against the month before: {index.change|change} points.",
        "table": "",
        "chart": False,
    },
)
"""The template to begin with."""


def wrong_with_sections(sections: Sequence[Mapping[str, Any]]) -> list[Wrong]:
    """Everything that is wrong with a template, all at once."""
    found: list[Wrong] = []
    if not 0 < len(sections) <= MOST_SECTIONS:
        told = f"章节应为 1 至 {MOST_SECTIONS} 个", f"there must be 1 to {MOST_SECTIONS} sections"
        found.append(Wrong("sections", str(len(sections)), *told))
    for number, section in enumerate(sections, start=1):
        found += wrong_condition(section["when"], f"s{number}-when")
        for name in ("title_zh", "title_en"):
            if not section[name].strip():
                found.append(Wrong(f"s{number}-{name}", "", "请填写标题", "give it a title"))
        for name in ("zh", "en"):
            found += wrong_with(section[name], f"s{number}-{name}")
        if _conditions(section["zh"]) != _conditions(section["en"]):
            found.append(
                Wrong(
                    f"s{number}-en",
                    "",
                    "中英文的段数和条件应一致",
                    "both languages need the same lines with the same conditions",
                )
            )
        if section["table"] and section["table"] not in TABLE_CODES:
            words = "没有这个表", "there is no such table"
            found.append(Wrong(f"s{number}-table", section["table"], *words))
    return found


def _conditions(text: str) -> list[str]:
    return [condition_of(line)[0] for line in paragraphs_of(text)]


def compile_report(
    sections: Sequence[Mapping[str, Any]],
    source: Source,
    period: tuple[str, str],
    own: Mapping[str, Sequence[str]],
) -> tuple[dict[str, Any], list[str]]:
    """The report, and the figures for want of which sentences were left out.

    ``own``: number of a section → what officials added to it, zh and en.
    """
    known = figures_of(source, period)
    lacking: list[str] = []
    written_sections = []
    for number, section in enumerate(sections, start=1):
        if holds(section["when"], known):
            paragraphs = []
            for zh, en in zip(
                paragraphs_of(section["zh"]), paragraphs_of(section["en"]), strict=False
            ):
                condition, words = condition_of(zh)
                if holds(condition, known):
                    texts = [
                        written(words, known, ZH), written(condition_of(en)[1], known, EN)
                    ]  # fmt: skip
                    lacking += [name for _, missing in texts for name in missing]
                    if texts[ZH][0] or texts[EN][0]:
                        paragraphs.append([text for text, _ in texts])
            written_sections.append(
                {
                    "number": number,
                    "title": [section["title_zh"], section["title_en"]],
                    "paragraphs": paragraphs,
                    "own": [list(own.get(str(number), ("", "")))]
                    if any(own.get(str(number), ()))
                    else [],
                    "table": _table(section["table"], source, known),
                    "chart": bool(section["chart"]),
                }
            )
    last = source.months[-1]
    simulated = any(content.get("simulated") for content in source.months)
    content = {
        **({"simulated": True} if simulated else {}),
        "zone": last["zone"],
        "period": list(period),
        "stage": stage_of(source.months),
        "coverage": last["coverage"],
        "sections": written_sections,
    }
    return content, sorted(set(lacking))


def _table(code: str, source: Source, known: Known) -> dict[str, Any] | None:
    if not code:
        return None
    if code == TOTALS:
        words = {"all": ("进出口", "Imports and exports"), **DIRECTIONS}
        rows = [
            {
                "direction": "",
                "label": list(label),
                "rmb": _text(known.get(f"{line}.rmb"), 2),
                "tickets": _text(known.get(f"{line}.tickets"), 0),
                "growth": _text(known.get(f"{line}.growth"), 4),
                "share": None,
            }
            for line, label in words.items()
        ]
        return {"code": code, "title": ["总计", "Totals"], "rows": rows}
    title = next(table.title for table in TABLES if table.code == code)
    rows = [
        {
            "direction": direction,
            "label": list(one["name"]),
            "rmb": _text(one["rmb"], 2),
            "tickets": _text(one["tickets"], 0),
            "growth": _text(one["growth"], 4),
            "share": _text(one["share"], 4),
        }
        for direction in DIRECTIONS
        for one in lines_of(source, code, direction)[:MOST_LINES]
    ]
    return {"code": code, "title": list(title), "rows": rows}


def _text(value: Any, places: int) -> str | None:
    return None if value is None else str(rounded(value, places))
