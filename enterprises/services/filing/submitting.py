"""Handing a filing in, and taking it back before anybody looks at it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.services.audit import Actor, label_of
from enterprises import states
from enterprises.constants import APPLYING
from enterprises.models import Enterprise, Filing, FilingVersion
from enterprises.rules.forms import Form, Problem, check_form
from enterprises.selectors_filings import (
    attachments_of,
    files_by_field,
    form_of,
    review_due,
    values_of,
    version_of,
)
from enterprises.services.filing import keeping, telling
from enterprises.services.filing.plugging import Deed, plugs
from enterprises.services.filing.steps import (
    day_of,
    lock_own,
    move,
    must_be_open,
    must_be_registered,
)
from enterprises.services.refusals import Refusal, problems_refusal
from enterprises.viewers import Viewer
from reference.selectors import code_tables


def problems_of(filing: Filing, *, at: datetime) -> list[Problem]:
    """Everything that keeps a filing from being submitted now; the check-your-answers page and
    :func:`submit` say the same."""
    form, values, day = form_of(filing), values_of(filing), day_of(at)
    files = files_by_field(attachments_of(filing))
    tables = code_tables(on=day)
    found = check_form(
        form,
        values,
        {code: len(rows) for code, rows in files.items()},
        on=day,
        tables={
            name: table.codes
            for name, table in (("countries", tables.countries), ("districts", tables.districts))
            if table.complete
        },
    )
    if filing.type == "enterprise":
        found += taken(filing, values)
    for part in plugs(filing.type):
        if part.check is not None:
            found += part.check(filing, values, day)
    return found


@transaction.atomic
def submit(*, filing_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = "") -> Filing:
    """Hand the working copy in as a new version: it stands in the first stage's queue.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``filing_not_open``,
        ``enterprise_not_approved``, ``filing_incomplete`` (422, details problems: all of them),
        ``nothing_changed``.
    """
    filing = lock_own(filing_id, viewer, by=by)
    must_be_open(filing)
    must_be_registered(filing.type, filing.enterprise)
    found = problems_of(filing, at=at)
    if found:
        raise problems_refusal(
            "filing_incomplete",
            found,
            "备案内容还不完整或有误，请按提示逐项更正后再提交。",
            "The filing is not complete or not right yet: correct what is listed and submit again.",
        )
    form, day = form_of(filing), day_of(at)
    number = filing.version + 1
    version = _version(filing, form, number, by=by, at=at)
    move(
        filing,
        states.SUBMITTED,
        by=by,
        at=at,
        origin=origin,
        version=number,
        stages=list(form.stages),
        stage=0,
        department=form.stages[0],
        reviewer=None,
        submitted_at=at,
        due_date=review_due(form, filing.enterprise_id, on=day),
    )
    deed = Deed(by, at, origin)
    for part in plugs(filing.type):
        if part.submitted is not None:
            part.submitted(filing, version, deed)
    _show_applicant(filing, version)
    telling.reviewers(filing, at=at)
    return filing


@transaction.atomic
def withdraw(
    *, filing_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> Filing:
    """Take back what no reviewer has opened yet.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``review_begun``, ``filing_not_open``.
    """
    filing = lock_own(filing_id, viewer, by=by)
    if filing.status == states.UNDER_REVIEW:
        raise Refusal(
            "review_begun",
            409,
            "审核已开始，不能撤回；如需修改，请联系受理平台退回补正。",
            "The review has begun: ask the site to return the filing if it must be changed.",
        )
    if filing.status != states.SUBMITTED:
        raise Refusal(
            "filing_not_submitted", 409, "该备案未处于已提交状态。", "The filing is not submitted."
        )
    target = states.DRAFT if filing.approved_version is None else states.CHANGING
    return move(
        filing,
        target,
        by=by,
        at=at,
        origin=origin,
        action="filing.withdrawn",
        department="",
        due_date=None,
    )


def taken(filing: Filing, values: Mapping[str, Any]) -> Iterator[Problem]:
    """A code that another registered enterprise holds: where, and whom to ask."""
    wanted = {name: str(values.get(name) or "") for name in ("uscc", "customs_code")}
    codes = [code for code in wanted.values() if code]
    held = Q(code__in=codes) | Q(uscc__in=codes)
    rows = Enterprise.objects.registered().filter(held).exclude(pk=filing.enterprise_id)
    for row in rows.select_related("site").order_by("id")[:5]:
        ask = row.site.operator or row.site.name
        for name, code in wanted.items():
            if code and code in {row.code, row.uscc}:
                yield Problem(
                    name,
                    "taken",
                    code,
                    f"该代码已由“{row.name}”在{row.site.name}备案。如属贵企业，请向其管理员索取"
                    f"加入邀请，或联系{ask}。",
                    f"{row.name} is filed with this code at {row.site.name_en or row.site.name}. "
                    "If it is your enterprise, ask its administrator for an invitation, or ask "
                    f"{row.site.name_en or ask}.",
                )


def _version(filing: Filing, form: Form, number: int, *, by: Actor, at: datetime) -> FilingVersion:
    """The version as handed in: only what the form asks for, given the answers."""
    values = values_of(filing)
    asked = {
        field.code: values[field.code]
        for field in form.fields
        if field.code in values and field.asked(values)
    }
    open_values, personal = keeping.split(form, asked)
    files = files_by_field(attachments_of(filing))
    attachments = {
        field.code: [row.pk for row in files[field.code]]
        for field in form.files
        if field.code in files and field.asked(values)
    }
    _refuse_unchanged(filing, asked, attachments)
    return FilingVersion.objects.create(
        filing=filing,
        version=number,
        data=open_values,
        personal=keeping.seal(filing.pk, personal, at=at),
        attachments=attachments,
        at=at,
        by=by if isinstance(by, User) else None,
        by_label=label_of(by)[:128],
    )


def _refuse_unchanged(
    filing: Filing, values: Mapping[str, Any], attachments: Mapping[str, list[int]]
) -> None:
    """A change that changes nothing needs no review. Filings whose lines are rows of their own
    (goods, promotions) may change in those alone."""
    if filing.type != "enterprise" or filing.status != states.CHANGING:
        return
    in_force = version_of(filing, filing.approved_version)
    if in_force is None:
        return
    before = {code: value for code, value in values_of(in_force).items() if value}
    now = {code: value for code, value in values.items() if value}
    if before == now and in_force.attachments == dict(attachments):
        raise Refusal(
            "nothing_changed",
            409,
            "内容与现行备案相同，无需提交；可放弃变更。",
            "Nothing differs from what is in force; the change can be given up.",
        )


def _show_applicant(filing: Filing, version: FilingVersion) -> None:
    """An applying firm is known by what it handed in; nothing of it is registered."""
    if filing.type == "enterprise" and filing.enterprise.status == APPLYING:
        Enterprise.objects.filter(pk=filing.enterprise_id, status=APPLYING).update(
            name=version.data.get("name", ""),
            uscc=version.data.get("uscc", ""),
            code=version.data.get("customs_code") or version.data.get("uscc", ""),
            kinds=version.data.get("kinds", []),
        )
