"""Forms are approved before they are sent out; respondents come and go."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Site, User
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from enterprises.models import Enterprise
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import FormApproval, Respondent
from statistics_app.rules.reporting.forms import CODES, latest
from statistics_app.rules.reporting.shape import Form
from statistics_app.services.governance.common import (
    RELEASING,
    Deed,
    found,
    missing,
    must_be_office,
    need_text,
    refuse_problems,
)


@dataclass(frozen=True, slots=True)
class Approval:
    """What the approving authority wrote."""

    authority: str
    approved_by_office: str
    number: str
    from_date: date | None
    to_date: date | None


def known_form(code: str) -> Form:
    """A form in its newest version.

    :raises Refusal: 404 ``statistics_unknown``.
    """
    if code not in CODES:
        raise Refusal("statistics_unknown", 404, "没有这张表。", "There is no such form.")
    return latest(code)


@transaction.atomic
def enter_approval(
    *, code: str, new: Approval, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> FormApproval:
    """Enter the approval of a form's newest version; it acts when another person has confirmed it.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``, ``statistics_incomplete``
        (422, all problems).
    """
    form = known_form(code)
    must_be_office(viewer)
    problems = [
        *need_text("authority", new.authority, "写明制定机关", "Name the authority", least=2),
        *need_text(
            "approved_by_office",
            new.approved_by_office,
            "写明批准或备案机关",
            "Name who approved or filed it",
            least=2,
        ),
        *need_text("number", new.number, "写明文号", "Give the number"),
    ]
    if new.from_date is None:
        problems.append(missing("from_date", "填写有效期起", "Give the first day"))
    if new.to_date is None or (new.from_date is not None and new.to_date < new.from_date):
        problems.append(
            missing("to_date", "有效期止不能早于有效期起", "The last day is before the first")
        )
    refuse_problems(problems)
    day = Deed(by, at).day
    row = FormApproval.objects.create(
        form=form.code,
        form_version=form.version,
        authority=new.authority.strip()[:100],
        approved_by_office=new.approved_by_office.strip()[:100],
        number=new.number.strip()[:60],
        from_date=new.from_date or day,
        to_date=new.to_date or day,
        at=at,
        by=by,
    )
    _note("statistics_form.entered", code, by, at, origin, number=row.number)
    return row


@transaction.atomic
def confirm_approval(
    *, approval_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> FormApproval:
    """A second person has compared it with the original.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``, ``statistics_four_eyes``
        (403).
    """
    row: FormApproval = found(
        FormApproval.objects.visible_to(viewer).filter(confirmed_at=None), approval_id
    )
    must_be_office(viewer, RELEASING)
    if row.by_id == by.pk:
        raise Refusal(
            "statistics_four_eyes",
            403,
            "登记人不能自己确认，须由另一人核对原件。",
            "Who entered it cannot confirm it: another person compares it with the original.",
        )
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    _note("statistics_form.confirmed", row.form, by, at, origin, number=row.number)
    return row


@transaction.atomic
def add_respondent(
    *, code: str, who: str, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Respondent:
    """Let an enterprise (by its code or credit code) or a park (by its code) report from today on.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``, ``statistics_incomplete``
        (422), ``statistics_respondent_present`` (409).
    """
    form = known_form(code)
    must_be_office(viewer)
    enterprise, site = None, None
    if form.respondents == "site":
        site = Site.objects.filter(code=who.strip(), kind="sub").first()
    else:
        enterprise = _enterprise(who.strip(), viewer)
        if enterprise is not None and form.kinds and not set(form.kinds) & set(enterprise.kinds):
            refuse_problems(
                [
                    missing(
                        "who",
                        "该企业不是这张表的报送对象",
                        "This form is not meant for an enterprise of its kind",
                    )
                ]
            )
    if enterprise is None and site is None:
        refuse_problems(
            [missing("who", "没有找到该企业或园区", "There is no such enterprise or park")]
        )
    present = Respondent.objects.filter(
        form=code, enterprise=enterprise, site=site, to_date=None
    ).exists()
    if present:
        raise Refusal(
            "statistics_respondent_present",
            409,
            "已在报送单位名单中。",
            "It is on the list of respondents already.",
        )
    row = Respondent.objects.create(
        form=code,
        enterprise=enterprise,
        site=site,
        from_date=Deed(by, at).day,
        at=at,
        by_label=label_of(by)[:128],
    )
    _note("statistics_respondent.added", code, by, at, origin, respondent=row.pk)
    return row


@transaction.atomic
def end_respondent(
    *, respondent_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Respondent:
    """Nothing further is asked of it from today on.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``.
    """
    row: Respondent = found(
        Respondent.objects.visible_to(viewer).filter(to_date=None), respondent_id
    )
    must_be_office(viewer)
    row.to_date = Deed(by, at).day
    row.save(update_fields=["to_date"])
    _note("statistics_respondent.ended", row.form, by, at, origin, respondent=row.pk)
    return row


def _enterprise(code: str, viewer: Viewer) -> Enterprise | None:
    rows = Enterprise.objects.registered().visible_to(viewer)
    return (rows.filter(code=code) | rows.filter(uscc=code)).first() if code else None


def _note(action: str, code: str, by: Actor, at: datetime, origin: str, **new: object) -> None:
    audit.record(
        action, by=by, on=("statistics.form", code), new={"form": code, **new}, at=at, origin=origin
    )
