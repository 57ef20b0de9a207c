"""What a bulletin says beside its tables, in both languages: for its page and its files."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from statistics_app.models import Bulletin
from statistics_app.rules.bulletins.tables import (
    ALL,
    DIRECTIONS,
    GROUPS,
    INCOMPLETE,
    MONTH,
    PARTS,
    STAGES,
    TABLES,
    YEAR,
)
from statistics_app.rules.indicators.base import MONEY, SECONDS, SHARE
from statistics_app.rules.pace import LABELS
from statistics_app.rules.plan_table import UNITS_EN
from zone_portal.kernel.money import rounded

Text = tuple[str, str]
"""zh, en"""

HIDDEN_MARK: Final = "＊"
"""What stands for a figure that is not published; never why."""
NO_DATA: Final[Text] = ("没有数据", "no data")
TEN_THOUSAND: Final = Decimal(10_000)
HOUR, MINUTE, DAY = 3600, 60, 86400
TITLES: Final[Mapping[str, Text]] = {
    "analysis": ("分析", "Analysis"),
    "warnings": ("预警", "Warnings"),
    "totals": ("总计", "Totals"),
    "counts": ("票数、件数与税款", "Declarations, parcels and taxes"),
    "targets": ("方案目标进度", "Progress of the plan's targets"),
    "revisions": ("修订对照", "What was revised"),
    "notes": ("说明", "Notes"),
}
SIMULATED: Final[Text] = (
    "演示环境：以下均为模拟数据，不反映任何真实业务。",
    "Demo: all figures are simulated and tell of no real trade.",
)
GROWTHS: Final[Mapping[str, Text]] = {
    MONTH: ("本月同比", "growth of the month"),
    YEAR: ("累计同比", "growth since January"),
}
NO_WARNINGS: Final[Text] = ("没有超过预警幅度的变动", "No change beyond the limit of warnings")


def title_of(content: Mapping[str, Any]) -> Text:
    """Its title."""
    year, month = content["month"].split("-")
    zone, zone_en = content["zone"]
    return (
        f"{zone}统计月报 {year} 年 {int(month)} 月",
        f"{zone_en}: monthly bulletin, {content['month']}",
    )


def groups_of(content: Mapping[str, Any]) -> Iterator[tuple[Text, list[tuple[Text, Text]]]]:
    """The indicators beside the tables, by group: title, then (name, value) of each."""
    for group, title, _codes in GROUPS:
        facts = [one for one in content["facts"] if one["group"] == group]
        own = content["coverage"]["code"]
        yield title, [(_name(one, own), fact_text(one)) for one in facts]


def _name(fact: Mapping[str, Any], own: str) -> Text:
    """What an indicator is called, with its coverage where the bulletin's is another one."""
    (zh, en), coverage = fact["title"], fact["coverage"]
    if coverage == own:
        return zh, en
    return f"{zh}（口径 {coverage}）", f"{en} (coverage {coverage})"


def fact_text(fact: Mapping[str, Any]) -> Text:
    """The value of an indicator; that there is none, or that it is hidden, where it is so."""
    if fact["hidden"]:
        return HIDDEN_MARK, HIDDEN_MARK
    if fact["value"] is None:
        return NO_DATA
    value = Decimal(fact["value"])
    if fact["unit"] == SHARE:
        share = f"{rounded(value * 100, 1)}%"
        return share, share
    if fact["unit"] == SECONDS:
        return duration(int(value))
    if fact["unit"] == MONEY:
        amount = f"{rounded(value / TEN_THOUSAND, 2):,}"
        return f"{amount} 万元", f"RMB {amount} ×10k"
    return f"{value:,.0f}", f"{value:,.0f}"


def duration(seconds: int) -> Text:
    """``2 小时 5 分``: the two largest units say enough."""
    if seconds < MINUTE:
        return f"{seconds} 秒", f"{seconds} s"
    if seconds < HOUR:
        return f"{seconds // MINUTE} 分", f"{seconds // MINUTE} min"
    if seconds < DAY:
        hours, minutes = seconds // HOUR, seconds % HOUR // MINUTE
        return f"{hours} 小时 {minutes} 分", f"{hours} h {minutes} min"
    days, hours = seconds // DAY, seconds % DAY // HOUR
    return f"{days} 天 {hours} 小时", f"{days} d {hours} h"


def totals_of(content: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The whole, then each direction, by key: the database keeps no order of keys."""
    return [(key, content["totals"][key]) for key in (ALL, *DIRECTIONS)]


def warnings_of(content: Mapping[str, Any]) -> list[Text]:
    """Each warning as a sentence, or that there is none."""
    titles = {table.code: table.title for table in TABLES}
    found = []
    for one in content["warnings"]:
        growth = f"{rounded(Decimal(one['growth_rmb']) * 100, 1):+}%"
        direction = DIRECTIONS.get(one["direction"], ("", ""))
        table = titles.get(one["table"], TITLES["totals"])
        zh, en = one["label"]
        if one["table"] != "total":
            zh, en = f"{direction[0]} {zh}", f"{direction[1]} {en}"
        found.append((f"{table[0]}：{zh}同比 {growth}", f"{table[1]}: {en} {growth} on the year"))
    return found or [NO_WARNINGS]


def targets_of(content: Mapping[str, Any]) -> Iterator[tuple[Text, Text, str, str]]:
    """The zone's targets: name, goal with its unit, deadline as the plan writes it, state."""
    for one in content["targets"]:
        unit, unit_en = one["unit"]
        goal = f"{one['goal']} {unit}".strip()
        english = f"{one['goal']} {unit_en if unit_en != unit else UNITS_EN.get(unit, unit)}"
        yield _pair(one["name"]), (goal, english.strip()), one["due"], one["state"]


def earlier_targets(content: Mapping[str, Any]) -> Text:
    """How many targets were due in earlier years, and how they ended; empty where there is none."""
    counts = content["targets_before"]
    if not counts:
        return "", ""
    whole = sum(counts.values())
    zh = "，".join(f"{LABELS[state][0]} {count}" for state, count in counts.items())
    en = ", ".join(f"{LABELS[state][1].lower()} {count}" for state, count in counts.items())
    return f"以前年度到期的目标 {whole} 项：{zh}", f"Targets due in earlier years: {whole} ({en})"


def state_text(state: str) -> Text:
    """Whether a target is on course."""
    return LABELS[state]


def counts_of(content: Mapping[str, Any]) -> list[tuple[Text, list[str]]]:
    """Imports and exports, each of them: tickets, parcels and taxes of the month and since
    January."""
    return [
        (
            _pair(line["label"]),
            [_count(line[part], name) for name in ("tickets", "parcels", "tax") for part in BOTH],
        )
        for _key, line in totals_of(content)
    ]


BOTH: Final = (MONTH, YEAR)


def _count(cell: Mapping[str, Any], name: str) -> str:
    if cell["hidden"]:
        return HIDDEN_MARK
    if name == "tax":
        return f"{rounded(Decimal(cell[name]) / TEN_THOUSAND, 2):,}"
    return f"{cell[name]:,}"


def revision_lines(
    revisions: Iterable[Mapping[str, Any]],
) -> Iterator[tuple[Text, Mapping[str, Any], Mapping[str, Any]]]:
    """Each figure that was revised: what it is called, its old and its new values."""
    titles = {table.code: table.title for table in TABLES}
    for one in revisions:
        table = titles.get(one["table"], TITLES["totals"])
        direction = DIRECTIONS.get(one["direction"], ("", ""))
        part = PARTS[one["period"]]
        whole = one["table"] == "total"
        names = [
            " · ".join(
                text
                for text in (
                    table[place],
                    "" if whole else direction[place],
                    one["label"][place],
                    part[place],
                )
                if text
            )
            for place in (0, 1)
        ]
        yield _pair(names), one["old"], one["new"]


def definitions_text(definitions: Mapping[str, Any]) -> Text:
    """By which definitions the figures were made."""
    count = len(definitions["indicators"])
    tables = ", ".join(f"{code} {digest}" for code, digest in sorted(definitions["tables"].items()))
    return (
        f"定义版本：{count} 项指标的版本随数据冻结（JSON 的 definitions）；分类表摘要 {tables}。",
        f"Definitions: versions of {count} indicators are frozen with the data (definitions in "
        f"JSON); classifications by digest: {tables}.",
    )


def _pair(texts: Any) -> Text:
    zh, en = texts
    return zh, en


def notes_of(row: Bulletin) -> list[Text]:
    """What the figures mean, zh and en, for the end of every form."""
    content = row.content
    coverage = content["coverage"]
    rates = "，".join(f"{month} {rate}" for month, rate in content["rates"].items()) or "—"
    zone, zone_en = content["zone"]
    notes = [SIMULATED] if content.get("simulated") else []
    notes += [
        (
            f"口径 {coverage['code']}：{coverage['label'][0]}；不同口径的数据不相加、不比较。",
            f"Coverage {coverage['code']}: {coverage['label'][1]}; never added to another.",
        ),
        (
            "方法：对全部清单逐票统计，不抽样；园区、县区按企业备案地统计。",
            "Method: every declaration is counted, none is sampled; parks and counties by the "
            "registration of the firm.",
        ),
        (
            "进口按到岸价、放行日期，出口按离岸价、结关日期统计；金额已扣除退货。",
            "Imports CIF by day of release, exports FOB by day of closing; net of returns.",
        ),
        (
            f"人民币值按计征汇率、美元值按当月统计汇率（{rates}）在入账时折算，不再重算。",
            f"RMB by the duty rate, USD by the statistics rate of the month ({rates}), once.",
        ),
        (
            f"{HIDDEN_MARK} 为保护单个企业的资料不公布。",
            f"{HIDDEN_MARK} not published, to protect what single firms reported.",
        ),
        (
            f"{STAGES[row.stage][0]}；取数时间 {content['cut_at']}；本平台监测数据，"
            "国家数据以国家统计局公布的为准。",
            f"{STAGES[row.stage][1]}; figures of {content['cut_at']}; monitored by this platform, "
            "national figures are those of the statistics bureau.",
        ),
        (f"联系：{zone}办公室。", f"Contact: the office of {zone_en}."),
    ]
    notes += [
        (
            f"{zh}不公布：{INCOMPLETE[why][0]}。",
            f"No {en}: {INCOMPLETE[why][1]}.",
        )
        for part, (zh, en) in GROWTHS.items()
        if (why := content.get("bases", {}).get(part))
    ]
    if row.reason:
        notes.append(
            (
                f"修订原因：{row.reason}",
                f"Reason of the revision: {row.reason_en or row.reason}",
            )
        )
    if "definitions" in content:
        notes.append(definitions_text(content["definitions"]))
    return notes
