"""A filing as programs read it: state, values (masked), what is wrong, what reviewers said."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from enterprises import states
from enterprises.models import Filing
from enterprises.rules.forms import Field, Form
from enterprises.selectors_filings import attachments_of, files_by_field, masked_values
from enterprises.viewers import Viewer


def own_filings(viewer: Viewer) -> QuerySet[Filing]:
    """The filings of a caller's own enterprise, without their content."""
    rows = Filing.objects.visible_to(viewer)
    return rows.defer("data", "personal")


def own_filing(viewer: Viewer, key: str) -> Filing | None:
    """One by its filing number, or by its id while it has none."""
    rows = Filing.objects.visible_to(viewer).select_related("enterprise")
    if key.isdecimal() and key.isascii():
        return rows.filter(pk=min(int(key[:19]), 2**63 - 1)).first()
    return rows.filter(number=key.upper()).first()


def filing_outline(row: Filing) -> dict[str, Any]:
    """A line of the list."""
    return {
        "id": str(row.pk),
        "type": row.type,
        "number": row.number or None,
        "title": row.title,
        "status": row.status,
        "version": row.version,
        "approved_version": row.approved_version,
        "waiting_for": row.department or None,
        "submitted_at": _time(row.submitted_at),
        "due_date": row.due_date.isoformat() if row.due_date else None,
        "approved_at": _time(row.approved_at),
        "updated_at": _time(row.updated_at),
    }


def whole_filing(row: Filing) -> dict[str, Any]:
    """The outline with the working copy (personal values masked), its files by field, the remarks
    on the version that was given back, and every review and step."""
    reviews = row.reviews.order_by("id")
    files = files_by_field(attachments_of(row))
    return filing_outline(row) | {
        "open": row.status in states.OPEN_FOR_APPLICANT,
        "values": masked_values(row),
        "files": {
            field: [
                {"id": str(file.pk), "name": file.name, "size": file.size, "sha256": file.sha256}
                for file in kept
            ]
            for field, kept in files.items()
        },
        "remarks": [
            {"field": remark.field or None, "text": remark.text}
            for remark in row.remarks.filter(version=row.version).order_by("id")
            if row.status == states.RETURNED
        ],
        "reviews": [
            {
                "version": review.version,
                "department": review.department,
                "decision": review.decision,
                "comment": review.comment,
                "at": _time(review.at),
            }
            for review in reviews
        ],
        "steps": [
            {"status": step.target, "version": step.version, "at": _time(step.at)}
            for step in row.steps.order_by("id")
        ],
    }


def form_outline(form: Form) -> dict[str, Any]:
    """What a filing must contain: sections, fields, who reviews."""
    return {
        "type": form.type,
        "stages": list(form.stages),
        "sections": [
            {
                "code": section.code,
                "name": {"zh": section.zh, "en": section.en},
                "fields": [_field(field) for field in section.fields],
            }
            for section in form.sections
        ],
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "code": field.code,
        "name": {"zh": field.zh, "en": field.en},
        "type": field.type,
        "required": field.required,
        "list": field.is_list,
        "personal": bool(field.personal),
        "disclosed": field.disclosed,
        "max_length": field.max_length,
        "only_if": None if field.only_if is None else dict([field.only_if]),
        "choices": [{"code": code, "name": {"zh": zh, "en": en}} for code, zh, en in field.options],
        "basis": field.basis,
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else localtime(at).isoformat()
