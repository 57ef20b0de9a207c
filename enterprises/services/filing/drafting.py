"""Filling in: a draft is started, saved as one types, changed after approval, or dropped."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.constants import HUB
from accounts.models import Site, User
from accounts.services import audit
from accounts.services.audit import Actor
from enterprises import states
from enterprises.constants import APPLYING
from enterprises.models import Attachment, Enterprise, Filing, FilingStep, Member
from enterprises.rules.forms import Problem, check_saved, form_for, tidied
from enterprises.selectors_filings import form_of, personal_of, version_of
from enterprises.services.filing import keeping
from enterprises.services.filing.plugging import Deed, plugs
from enterprises.services.filing.steps import (
    ON_TYPE,
    day_of,
    lock_own,
    move,
    must_be_open,
    must_be_registered,
    must_write,
    note,
)
from enterprises.services.refusals import Refusal
from enterprises.services.rights import must_be_offered
from enterprises.viewers import Viewer
from zone_portal.kernel.identifiers import is_customs_code

MOST_CHARACTERS: Final = 100_000
"""So much text a draft may hold; a form that is filled in whole has a tenth of it."""

LONGEST_TITLE: Final = 100


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A saved draft, and what is wrong with the fields that were just saved."""

    filing: Filing
    problems: list[Problem]


@transaction.atomic
def start_filing(
    *,
    type: str,  # noqa: A002  the interface's word
    by: Actor,
    at: datetime,
    enterprise: Enterprise | None = None,
    site: str = HUB,
    origin: str = "",
) -> Filing:
    """A new draft.

    Of the type ``enterprise`` without an enterprise it is an application: the firm is kept as
    applying and ``by`` becomes its administrator. An enterprise that has none yet (one that was
    imported) gets a draft with what is known of it. Other types need an approved enterprise.

    :raises Refusal: ``person_needed``, ``site_unknown``, ``too_many_applications``,
        ``filing_exists``, ``enterprise_not_approved``, ``service_not_offered``,
        ``role_too_weak``.
    """
    if enterprise is None:
        enterprise = _applicant(type, by=by, at=at, site=site)
    else:
        must_write(enterprise.pk, by=by)
        site = enterprise.site.code
        must_be_registered(type, enterprise)
        if type != "enterprise":
            must_be_offered(type, enterprise.site)
    try:
        with transaction.atomic():
            filing = Filing.objects.create(
                type=type,
                enterprise=enterprise,
                title=enterprise.name[:LONGEST_TITLE] if type == "enterprise" else "",
                site_id=site,
                data=_known(enterprise) if type == "enterprise" else {},
                created_at=at,
                updated_at=at,
            )
    except IntegrityError as error:
        raise Refusal(
            "filing_exists",
            409,
            "该企业已有企业备案，请在原备案上修改或申请变更。",
            "The enterprise has its filing already: edit it or ask for a change.",
        ) from error
    FilingStep.objects.create(
        filing=filing,
        version=0,
        source="",
        target=states.DRAFT,
        at=at,
        by=by if isinstance(by, User) else None,
        by_label=audit.label_of(by)[:128],
    )
    audit.record(
        "filing.started",
        by=by,
        on=(ON_TYPE, str(filing.pk)),
        new={"type": type, "enterprise": enterprise.pk, "site": site},
        at=at,
        origin=origin,
    )
    return filing


@transaction.atomic
def save_values(
    *,
    filing_id: int,
    viewer: Viewer,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    origin: str = "",
) -> SavedDraft:
    """Merge ``values`` into the working copy. Wrong ones are kept too, so that nothing typed is
    lost; what is wrong with them is told. Fields the form does not have are left out.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``filing_not_open``,
        ``values_too_large``.
    """
    filing = lock_own(filing_id, viewer, by=by)
    must_be_open(filing)
    known_personal = personal_of(filing)
    merged = {**filing.data, **known_personal}
    kinds = tidied(form_of(filing), {name: values[name] for name in ("kinds",) if name in values})
    form = form_for(filing.type, {**merged, **kinds}.get("kinds") or ())
    given = tidied(form, values)
    merged.update(given)
    if len(json.dumps(merged, ensure_ascii=False)) > MOST_CHARACTERS:
        raise Refusal(
            "values_too_large", 413, "填报内容过多，请精简。", "That is too much text: shorten it."
        )
    gone = frozenset(known_personal.keys() - form.by_code.keys())
    open_values, personal = keeping.split(form, merged, also_personal=gone)
    columns: dict[str, Any] = {
        "data": open_values,
        "personal": keeping.seal(filing.pk, personal, at=at),
    }
    title = _title(filing, open_values)
    if title and title != filing.title:
        columns["title"] = title
    note(
        filing,
        "filing.saved",
        by=by,
        at=at,
        origin=origin,
        details={"fields": sorted(given)},
        **columns,
    )
    if filing.type == "enterprise" and filing.enterprise.status == APPLYING and title:
        Enterprise.objects.filter(pk=filing.enterprise_id).update(name=title)
    return SavedDraft(filing, check_saved(form, merged, given.keys(), on=day_of(at)))


@transaction.atomic
def begin_change(
    *, filing_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> Filing:
    """Open an approved filing for a change; what was approved stays in force meanwhile.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``filing_not_in_force``.
    """
    filing = lock_own(filing_id, viewer, by=by)
    if filing.status != states.APPROVED:
        raise Refusal(
            "filing_not_in_force",
            409,
            "只有已备案且没有正在办理的变更时才能申请变更。",
            "Only a filing in force, without a change under way, can be changed.",
            details={"status": filing.status},
        )
    return move(filing, states.CHANGING, by=by, at=at, origin=origin, action="filing.change_begun")


@transaction.atomic
def give_up_change(
    *, filing_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> Filing:
    """Back to the approved version: the working copy says again what is in force.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``nothing_in_force``.
    """
    filing = lock_own(filing_id, viewer, by=by)
    if filing.approved_version is None:
        raise Refusal(
            "nothing_in_force", 409, "该备案尚未通过过。", "The filing was never approved."
        )
    if filing.status not in {states.CHANGING, states.RETURNED}:
        must_be_open(filing)
    restore(filing, at=at)
    for part in plugs(filing.type):
        if part.given_up is not None:
            part.given_up(filing, Deed(by, at, origin))
    return move(filing, states.APPROVED, by=by, at=at, origin=origin, action="filing.change_ended")


@transaction.atomic
def drop_draft(
    *, filing_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> Filing:
    """End a filing that was never approved; a draft that was never submitted loses its content.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``filing_in_force``.
    """
    filing = lock_own(filing_id, viewer, by=by)
    if filing.approved_version is not None:
        raise Refusal(
            "filing_in_force",
            409,
            "已通过的备案不能删除，可申请注销。",
            "What was approved cannot be dropped; ask the reviewers to cancel it.",
        )
    columns: dict[str, Any] = {}
    if not filing.version:
        Attachment.objects.filter(filing=filing).delete()
        columns = {"data": {}, "personal": None}
    return move(
        filing, states.CANCELLED, by=by, at=at, origin=origin, action="filing.dropped", **columns
    )


def restore(filing: Filing, *, at: datetime) -> None:
    """Let the working copy of a locked filing say what its approved version says."""
    version = version_of(filing, filing.approved_version)
    if version is None:
        return
    kept = {number for numbers in version.attachments.values() for number in numbers}
    rows = Attachment.objects.filter(filing=filing)
    rows.filter(id__in=kept).update(removed_at=None)
    rows.exclude(id__in=kept).filter(removed_at__isnull=True).update(removed_at=at)
    filing.data, filing.personal = version.data, version.personal
    filing.title = _title(filing, version.data) or filing.title
    filing.save(update_fields=["data", "personal", "title"])


def _applicant(filing_type: str, *, by: Actor, at: datetime, site: str) -> Enterprise:
    """The firm that applies, with the person who applies as its administrator."""
    if filing_type != "enterprise" or not isinstance(by, User) or by.is_official:
        raise Refusal(
            "person_needed",
            403,
            "企业备案须由企业人员以个人账号发起。",
            "An enterprise is filed by a person of the enterprise with an account.",
        )
    if not Site.objects.filter(code=site, status="open").exists():
        raise Refusal(
            "site_unknown", 422, "没有该受理平台或尚未运行。", "That site is not open for filings."
        )
    User.objects.select_for_update().get(pk=by.pk)
    mine = Filing.objects.filter(
        enterprise__members__user=by, enterprise__status=APPLYING, type="enterprise"
    ).exclude(status=states.CANCELLED)
    most = settings.FILING_APPLICATIONS_AT_ONCE
    if mine.count() >= most:
        raise Refusal(
            "too_many_applications",
            409,
            f"同时最多办理 {most} 家企业的备案，请先完成或删除草稿。",
            f"At most {most} enterprises at once: finish or drop a draft first.",
        )
    enterprise = Enterprise.objects.create(status=APPLYING, site_id=site, registered_at=at)
    Member.objects.create(user=by, enterprise=enterprise, role="administrator", joined_at=at)
    return enterprise


def _known(enterprise: Enterprise) -> dict[str, Any]:
    """What is known of an enterprise that was registered without a filing."""
    known: dict[str, Any] = {
        "kinds": list(enterprise.kinds),
        "uscc": enterprise.uscc,
        "name": enterprise.name,
        "customs_code": enterprise.code if is_customs_code(enterprise.code) else "",
    }
    return {name: value for name, value in known.items() if value}


def _title(filing: Filing, data: Mapping[str, Any]) -> str:
    """What a filing is called in lists: the firm's name, or the field of that purpose."""
    for name in ("title", "name", "campaign", "facility_name"):
        if isinstance(data.get(name), str) and data[name]:
            return str(data[name])[:LONGEST_TITLE]
    return filing.title
