"""The application (701) for a month, built from its closed lists: as a draft, or lodged at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

import msgspec
from django.db import transaction

from accounts.services import audit
from accounts.services.audit import Actor
from declarations.facts import Judged, Sender
from declarations.models import Paper, Summary, SummaryList
from declarations.rulebook import SHANGHAI, day_of
from declarations.rules.summarising import CODE, terms_of
from declarations.services.intake import receive
from declarations.services.sources import NDJSON
from declarations.services.summaries import (
    APPLICATION,
    attach,
    own_applications,
    prefix_of,
    refresh,
)
from declarations.verdicts import REJECTED
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from reference.selectors import rule_settings

WAYS: Final = ("1", "2")
"""summaryFlag: by consignor, or by consignor and producer."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the firm decides: who lodges the declaration form, and how lists are merged."""

    broker_code: str = ""
    broker_name: str = ""
    way: str = "1"
    by_name: str = "1"


@dataclass(frozen=True, slots=True)
class Lodged:
    """What became of the applications of a month."""

    submission_id: int
    judged: list[Judged]


def draft(*, summary: Summary, wishes: Wishes, at: datetime) -> list[dict[str, Any]]:
    """The applications for the lists that no application carries yet, in the JSON form.

    Several, numbered by msgSeqNo, where there are more lists than one message takes.
    """
    rows = SummaryList.objects.filter(summary_id=summary.pk, paper_id=None)
    numbers = list(rows.order_by("inventory_id").values_list("invt_no", flat=True))
    most = terms_of(rule_settings(on=day_of(at)).get(CODE, {})).most_lists
    parts = [numbers[i : i + most] for i in range(0, len(numbers), most)]
    cop_no = f"{prefix_of(summary)}-{_attempts(summary) + 1}"
    return [
        {
            "type": APPLICATION,
            "SummaryApplyHead": _head(summary, wishes, cop_no, (place, len(parts)), at),
            "SummaryApplyList": [{"invtNo": number} for number in part],
        }
        for place, part in enumerate(parts, 1)
    ]


def lodge(
    *,
    summary_id: int,
    viewer: Viewer,
    sender: Sender,
    wishes: Wishes,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> Lodged:
    """Lodge the applications of a month through the ordinary intake.

    Lodged twice (two clicks, a crash right after) they are duplicates.

    Raises Refusal: ``summary_not_found``, ``summary_not_yours``, ``summary_complete``,
    ``summary_way_unknown``.
    """
    summary = readable(summary_id, viewer)
    if summary.enterprise_id != sender.enterprise.id:
        raise Refusal(
            "summary_not_yours",
            403,
            "只有该汇总的申报单位可以报送。",
            "Only the declaring firm of this summary may lodge it.",
        )
    if wishes.way not in WAYS:
        raise Refusal(
            "summary_way_unknown", 422, "请选择汇总方式。", "Choose how lists are summarised."
        )
    _mend(summary, at)
    documents = draft(summary=summary, wishes=wishes, at=at)
    if not documents:
        raise Refusal(
            "summary_complete",
            409,
            "该月没有尚未汇总的清单。",
            "No list of this month is left to be summarised.",
        )
    body = b"".join(msgspec.json.encode(document) + b"\n" for document in documents)
    received = receive([body], content_type=NDJSON, announced=len(body), by=sender, at=at)
    kept = [j.document_id for j in received.judged if j.verdict != REJECTED and j.document_id]
    with transaction.atomic():
        for paper in Paper.objects.filter(id__in=kept).order_by("id"):
            attach(paper)
        Summary.objects.filter(pk=summary.pk).update(sent_at=at)
        refresh([summary.pk], at=at)
        audit.record(
            "summary.lodged",
            by=by,
            on=("declarations.summary", str(summary.pk)),
            new={"papers": [str(key) for key in kept], "messages": len(documents)},
            at=at,
            origin=origin,
        )
    return Lodged(received.submission.id, received.judged)


def _mend(summary: Summary, at: datetime) -> None:
    """Join what an earlier call lodged and did not live to join."""
    with transaction.atomic():
        for paper in own_applications(summary).order_by("id"):
            attach(paper)
        refresh([summary.pk], at=at)


def readable(summary_id: int, viewer: Viewer) -> Summary:
    """A summary that the viewer may see; raises Refusal ``summary_not_found``."""
    found: Summary | None = Summary.objects.visible_to(viewer).filter(pk=summary_id).first()
    if found is None:
        raise Refusal("summary_not_found", 404, "没有这个汇总。", "There is no such summary.")
    return found


def _attempts(summary: Summary) -> int:
    """How many applications the portal made for a summary; its parts share a number."""
    return len(set(own_applications(summary).values_list("cop_no", flat=True)))


def _head(
    summary: Summary, wishes: Wishes, cop_no: str, part: tuple[int, int], at: datetime
) -> Mapping[str, Any]:
    place, count = part
    given = {
        "guid": str(uuid5(NAMESPACE_OID, f"summary/{cop_no}/{place}")).upper(),
        "appType": "1",
        "appTime": f"{at.astimezone(SHANGHAI):%Y%m%d%H%M%S}",
        "appStatus": "2",
        "customsCode": summary.customs_code,
        "copNo": cop_no,
        "agentCode": summary.agent_code,
        "agentName": summary.agent_name,
        "ebcCode": summary.ebc_code,
        "ebcName": summary.ebc_name,
        "declAgentCode": wishes.broker_code or summary.agent_code,
        "declAgentName": wishes.broker_name or summary.agent_name,
        "loctNo": summary.loct_no,
        "summaryFlag": wishes.way,
        "itemNameFlag": wishes.by_name,
        "msgCount": count,
        "msgSeqNo": place,
    }
    return {name: value for name, value in given.items() if value != ""}
