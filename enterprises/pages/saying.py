"""The one sentence on top: how the filing stands, whose turn it is, what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises import dossiers
from enterprises import selectors_filings as filings
from enterprises.models import Filing
from enterprises.pages.drafts import Draft
from enterprises.pages.labels import stage_name
from enterprises.pages.steps import Step
from enterprises.states import (
    APPROVED,
    CANCELLED,
    CHANGING,
    DRAFT,
    IN_QUEUE,
    OPEN_FOR_APPLICANT,
    RETURNED,
    SUSPENDED,
)


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence, a second one, and the button that belongs to them."""

    tone: str
    text: str
    more: str = ""
    url: str = ""
    action: str = ""
    post: bool = False


def draft_saying(draft: Draft, steps: Sequence[Step]) -> Saying:
    """For who fills in: how much is left, and where to go on."""
    filing = draft.filing
    left = [step for step in steps if not step.is_done]
    check = reverse("enterprises:filing_check", args=[filing.id])
    if filing.status == RETURNED:
        asked = [remark for remark in draft.remarks if not remark.answered]
        if asked:
            text = ngettext(
                "请补正 %(count)s 处后重新提交", "请补正 %(count)s 处后重新提交", len(asked)
            )
            more = _("意见写在对应的栏目旁边；没有提到的内容无需重填。")
            return Saying(
                "warn",
                text % {"count": len(asked)},
                more,
                draft.url_of(asked[0].field),
                _("去补正"),
            )
        return Saying("info", _("补正内容已修改，请重新提交"), "", check, _("核对并提交"))
    if not left:
        return Saying(
            "ok", _("内容已齐，可以提交"), _("提交前请核对一遍。"), check, _("核对并提交")
        )
    if filing.status == CHANGING:
        return Saying(
            "info",
            _("正在填写变更，现行备案继续有效"),
            _("改好后提交审核，通过后生效。"),
            left[0].url,
            _("继续填写"),
        )
    text = ngettext("还差 %(count)s 步即可提交", "还差 %(count)s 步即可提交", len(left))
    started = any(step.tone != "idle" for step in steps)
    action = _("继续填写") if started else _("开始填写")
    return Saying(
        "info",
        text % {"count": len(left)},
        _("每一步都会自动保存，可以随时离开。"),
        left[0].url,
        action,
    )


def file_saying(filing: Filing | None, *, may_write: bool, confirm_year: int | None) -> Saying:
    """For the page of an enterprise: how its filing stands."""
    if filing is None:
        return Saying(
            "info",
            _("本企业尚未在本平台填写备案资料"),
            _("资料由原系统迁入。补填一次，各部门即可共用。"),
        )
    if filing.status in IN_QUEUE:
        return _waiting(filing)
    if filing.status in OPEN_FOR_APPLICANT:
        return _to_do(filing, may_write=may_write)
    if filing.status in {SUSPENDED, CANCELLED}:
        suspended = filing.status == SUSPENDED
        text = _("备案已暂停，暂停期间不能申报") if suspended else _("备案已注销")
        return Saying("bad", text, _last_note(filing))
    in_force = _("备案有效，编号 %(number)s") % {"number": filing.number}
    if confirm_year:
        text = _("请确认 %(year)s 年度的备案内容") % {"year": confirm_year}
        return Saying("warn", text, in_force, "#confirm" if may_write else "", _("去确认"))
    return Saying("ok", in_force, _("各部门共用这一份资料；有变化时请申请变更。"))


def _to_do(filing: Filing, *, may_write: bool) -> Saying:
    """It is the applicant's turn."""
    go_on = reverse("enterprises:filing", args=[filing.id]) if may_write else ""
    if filing.status == RETURNED:
        count = len(dossiers.open_remarks(filing))
        text = ngettext("备案被退回，请补正 %(count)s 处", "备案被退回，请补正 %(count)s 处", count)
        return Saying("warn", text % {"count": count}, _in_force(filing), go_on, _("去补正"))
    if filing.status == DRAFT:
        text, more = _("备案还没有提交"), _("已填的内容都已保存。")
        return Saying("info", text, more, go_on, _("继续填写"))
    return Saying("info", _("正在填写变更，现行备案继续有效"), "", go_on, _("继续填写"))


def review_saying(
    filing: Filing, changed: int, rivals: Sequence[Filing], doubts: Sequence[str] = ()
) -> Saying:
    """For the reviewer: what is asked of them, and what to look at twice."""
    if filing.status not in IN_QUEUE:
        label = stage_name(filing.department) if filing.department else ""
        if filing.status == RETURNED:
            return Saying("warn", _("已退回企业补正"), label)
        if filing.status == APPROVED:
            return Saying("ok", _("备案有效，编号 %(number)s") % {"number": filing.number})
        if filing.status == CHANGING:
            return Saying("ok", _("备案有效，企业正在填写变更"))
        return Saying(
            "bad",
            _("备案已暂停") if filing.status == SUSPENDED else _("备案已注销"),
            _last_note(filing),
        )
    stage = stage_name(filing.department)
    if filing.approved_version:
        text = ngettext("%(stage)s：变更 %(count)s 处", "%(stage)s：变更 %(count)s 处", changed)
    elif changed:
        text = ngettext(
            "%(stage)s：补正后 %(count)s 处不同", "%(stage)s：补正后 %(count)s 处不同", changed
        )
    else:
        text = _("%(stage)s：首次备案")
    warnings = list(doubts)
    if rivals:
        names = _("、").join(row.title or row.enterprise.name for row in rivals[:3])
        warnings.insert(0, _("另有在审备案使用相同代码：%(names)s") % {"names": names})
    tone = "warn" if warnings else "info"
    return Saying(tone, text % {"stage": stage, "count": changed}, _("；").join(warnings))


def _waiting(filing: Filing) -> Saying:
    stage = stage_name(filing.department)
    text = _("备案已提交，正在办理：%(stage)s") % {"stage": stage}
    if filing.due_date is None:
        return Saying("info", text)
    until = _("应于 %(day)s 前办结。") % {"day": filing.due_date.isoformat()}
    return Saying("info", text, " ".join((until, _in_force(filing))).strip())


def _in_force(filing: Filing) -> str:
    if filing.approved_version is None:
        return ""
    return _("现行备案 %(number)s 继续有效。") % {"number": filing.number}


def _last_note(filing: Filing) -> str:
    """Why it stands so: the note of the last step."""
    entries = filings.history(filing)
    return entries[0].note if entries else ""
