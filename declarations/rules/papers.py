"""Acceptance rules that several papers share: lists of parcels, split messages, codes."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from declarations.rules.common import MAY_BE_NEW
from declarations.rules.forms import days_after, end_of_day
from declarations.rules.registry import Holds, acceptance
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC
from zone_portal.kernel.rules import Parameter

OF_PARCELS = ("CEB507", "CEB509", "CEB607", "CEB711")
"""Lists of parcels by their waybill numbers."""
SPLIT = ("CEB507", "CEB509", "CEB607", "CEB701")
"""Papers that may be too long for one message."""
LODGED = (
    "CEB213",
    "CEB215",
    "CEB507",
    "CEB509",
    "CEB605",
    "CEB607",
    "CEB623",
    "CEB625",
    "CEB701",
    "CEB711",
)
"""Papers lodged with a customs district."""
MOVING = ("CEB213", "CEB215", "CEB507", "CEB509", "CEB607", "CEB711")
"""Papers about goods on their way."""

_SPEC = f"{IMPORT_SPEC}；{EXPORT_SPEC}"
_ONE_DAY_AHEAD = Parameter(
    "1", ("允许超前天数", "days ahead allowed"), kind="integer", unit="d", unverified=True
)


@acceptance(
    "PAP-002",
    "CEB623",
    "CEB625",
    "CEB711",
    title=("缺少企业内部编号 copNo", "The document has no copNo"),
    remedy=(
        "请填写本企业内唯一的编号 copNo，回执按此编号返回。",
        "Give it a copNo that is unique in your firm: receipts come back under it.",
    ),
    basis=f"{IMPORT_SPEC} copNo",
)
def paper_has_an_internal_number(head: Any) -> Holds:
    """copNo is given: optional in the schema, but half of the business key."""
    return head.copNo and not head.copNo.isspace()


@acceptance(
    "PAP-003",
    *SPLIT,
    title=(
        "报文序号 msgSeqNo 大于报文总数 msgCount",
        "msgSeqNo is more than msgCount",
    ),
    remedy=(
        "拆分的报文从 1 起连续编号，msgCount 填拆分后的总数；未拆分的两项都填 1。",
        "Number the messages of a split document 1, 2, 3 … of msgCount; both are 1 when it is "
        "not split.",
    ),
    basis=f"{EXPORT_SPEC} msgCount、msgSeqNo",
)
def message_number_within_count(head: Any) -> Holds:
    """msgSeqNo ≤ msgCount."""
    return head.msgSeqNo <= head.msgCount


@acceptance(
    "PAP-004",
    *OF_PARCELS,
    title=("表体序号不连续", "The line numbers leave gaps"),
    remedy=(
        "单证已受理；序号 gnum 应从 1 起连续编号，请核对是否缺少包裹。",
        "The document is accepted. Number the lines 1, 2, 3 …, and check whether a parcel is "
        "missing.",
    ),
    basis=f"{_SPEC} gnum",
    severity="warning",
)
def parcels_numbered_without_gaps(lines: Any) -> Holds:
    """The lines bear the numbers 1 to their count, in whatever order."""
    return {line.gnum for line in lines} == set(range(1, len(lines) + 1))


@acceptance(
    "PAP-005",
    *OF_PARCELS,
    title=("表体内有重复的物流运单编号", "A waybill number comes twice in the list"),
    remedy=(
        "每个包裹只列一次，请删除重复的运单编号。",
        "List every parcel once: remove the repeated waybill number.",
    ),
    basis=f"{_SPEC} logisticsNo",
)
def parcels_listed_once(lines: Any) -> Holds:
    """No logisticsNo comes twice."""
    return len({line.logisticsNo for line in lines}) == len(lines)


@acceptance(
    "PAP-006",
    *LODGED,
    title=(
        "申报地海关代码不在关区代码表中",
        "The customs district is not in the code table",
    ),
    remedy=MAY_BE_NEW,
    basis=f"{_SPEC} customsCode；JGS/T 18",
    table="districts",
)
def paper_district_known(head: Any, tables: Any) -> Holds:
    """customsCode is a customs district."""
    return head.customsCode in tables.districts


@acceptance(
    "PAP-007",
    *MOVING,
    title=("运输方式不在海关代码表中", "The transport mode is not in the customs code table"),
    remedy=MAY_BE_NEW,
    basis=f"{_SPEC} trafMode；JGS-20",
    table="transport_modes",
)
def paper_transport_mode_known(head: Any, tables: Any) -> Holds:
    """trafMode is a customs transport mode."""
    return head.trafMode in tables.transport_modes


@acceptance(
    "PAP-008",
    "CEB507",
    "CEB711",
    title=("进出口标记不是 I 或 E", "ieFlag is neither I nor E"),
    remedy=("进口填 I，出口填 E。", "Write I for imports, E for exports."),
    basis=f"{_SPEC} ieFlag",
    codes=Parameter("I E", ("允许的标记", "flags allowed"), kind="codes"),
)
def paper_direction_known(head: Any, param: SimpleNamespace) -> Holds:
    """ieFlag is I or E."""
    return head.ieFlag in param.codes


@acceptance(
    "PAP-009",
    "CEB507",
    "CEB509",
    title=("缺少提运单号 billNo", "The document has no billNo"),
    remedy=(
        "请填写提运单号；只有邮路运输（{mail}）可以为空。",
        "Give the number of the master bill; only mail (transport mode {mail}) may go without.",
    ),
    basis=f"{EXPORT_SPEC} billNo",
    mail=Parameter("6", ("可不填的运输方式", "transport modes without"), kind="codes"),
)
def master_bill_named_unless_mail(head: Any, param: SimpleNamespace) -> Holds:
    """billNo is given, but for mail."""
    return head.billNo or head.trafMode in param.mail


@acceptance(
    "PAP-010",
    "CEB509",
    title=(
        "缺少运输工具名称或航班航次号",
        "The means of transport or its voyage number is missing",
    ),
    remedy=(
        "请填写 trafName 和 voyageNo；只有邮路运输（{mail}）可以为空。",
        "Give trafName and voyageNo; only mail (transport mode {mail}) may go without.",
    ),
    basis=f"{EXPORT_SPEC} CEB509 trafName、voyageNo",
    mail=Parameter("6", ("可不填的运输方式", "transport modes without"), kind="codes"),
)
def departure_names_its_transport(head: Any, param: SimpleNamespace) -> Holds:
    """trafName and voyageNo are given, but for mail."""
    return (head.trafName and head.voyageNo) or head.trafMode in param.mail


@acceptance(
    "PAP-011",
    "CEB513",
    title=("运单状态 logisticsStatus 不是签收", "logisticsStatus is not that of a receipt"),
    remedy=(
        "运单状态只报签收，请填 {codes}。",
        "Only the delivery to the receiver is reported: write {codes}.",
    ),
    basis=f"{IMPORT_SPEC} CEB513 logisticsStatus",
    codes=Parameter("S", ("允许的状态", "states allowed"), kind="codes"),
)
def waybill_status_is_signed_for(head: Any, param: SimpleNamespace) -> Holds:
    """logisticsStatus is S, signed for."""
    return head.logisticsStatus in param.codes


@acceptance(
    "PAP-012",
    "CEB509",
    title=("离境时间在未来", "The time of departure lies in the future"),
    remedy=(
        "单证已受理；离境单应在实际离境后报送，时间不应超前 {days} 天以上。",
        "The document is accepted. It is sent after the departure; at most {days} days ahead pass.",
    ),
    basis=f"{EXPORT_SPEC} CEB509 leaveTime",
    severity="warning",
    days=_ONE_DAY_AHEAD,
)
def departure_is_past(head: Any, today: date, param: SimpleNamespace) -> Holds:
    """leaveTime is not more than a dated tolerance ahead of the day."""
    return head.leaveTime <= end_of_day(days_after(today, param.days))


@acceptance(
    "PAP-013",
    "CEB513",
    title=("签收时间在未来", "The delivery lies in the future"),
    remedy=(
        "单证已受理；请核对签收时间，不应超前 {days} 天以上。",
        "The document is accepted. Check logisticsTime; at most {days} days ahead pass.",
    ),
    basis=f"{IMPORT_SPEC} CEB513 logisticsTime",
    severity="warning",
    days=_ONE_DAY_AHEAD,
)
def delivery_is_past(head: Any, today: date, param: SimpleNamespace) -> Holds:
    """logisticsTime is not more than a dated tolerance ahead of the day."""
    return head.logisticsTime <= end_of_day(days_after(today, param.days))
