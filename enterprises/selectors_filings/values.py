"""What a filing says: its form, its values (in the clear or masked), its attachments."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from enterprises.models import Attachment, Filing, FilingVersion
from enterprises.rules.forms import Form, form_for
from enterprises.rules.parameters import CODE, PARAMETERS
from reference.selectors import rule_settings
from zone_portal.framework.vault import KeyErased, vault
from zone_portal.kernel.masking import mask

Filed = Filing | FilingVersion

KINDS_FIELD: Final = "kinds"


def form_of(filed: Filed) -> Form:
    """The form of a filing's working copy, or of one of its versions (with ``filing`` loaded)."""
    filing = filed.filing if isinstance(filed, FilingVersion) else filed
    kinds = filed.data.get(KINDS_FIELD, ())
    return form_for(filing.type, kinds if isinstance(kinds, list) else ())


def filing_context(filing_id: int) -> bytes:
    """What binds sealed personal values to their filing."""
    return f"filing:{filing_id}".encode()


def personal_of(filed: Filed) -> dict[str, Any]:
    """The personal values in the clear: only for who may read them.

    Those of a month whose key was dropped are gone, as intended: the filing goes on without
    them, and the next yearly confirmation asks for them anew.
    """
    if not filed.personal:
        return {}
    filing_id = filed.filing_id if isinstance(filed, FilingVersion) else filed.pk
    try:
        content = vault().open(filed.personal, filing_context(filing_id))
    except KeyErased:
        return {}
    opened: dict[str, Any] = json.loads(content)
    return opened


def values_of(filed: Filed) -> dict[str, Any]:
    """Every value by field code, personal ones in the clear: only for who may read them."""
    return {**filed.data, **personal_of(filed)}


def masked_values(filed: Filed) -> dict[str, Any]:
    """Every value by field code, personal ones masked as their fields demand."""
    form = form_of(filed)
    masked = {}
    for code, value in personal_of(filed).items():
        field = form.by_code.get(code)
        kind = field.personal if field is not None and field.personal else "account"
        masked[code] = _masked(kind, value)
    return {**filed.data, **masked}


def _masked(kind: str, value: Any) -> Any:
    if isinstance(value, list):
        return [mask(kind, str(cell)) for cell in value]
    return mask(kind, str(value))


def attachments_of(filing: Filing) -> list[Attachment]:
    """The files of the working copy, oldest first, without their content."""
    rows = Attachment.objects.filter(filing=filing, removed_at__isnull=True)
    return list(rows.defer("content").order_by("id"))


def attachments_of_version(version: FilingVersion) -> list[Attachment]:
    """The files that a version names, without their content."""
    ids = [number for numbers in version.attachments.values() for number in numbers]
    rows = Attachment.objects.filter(filing_id=version.filing_id, id__in=ids)
    return list(rows.defer("content").order_by("id"))


def files_by_field(attachments: Iterable[Attachment]) -> dict[str, list[Attachment]]:
    """Attachments by the field they were handed in for."""
    found: dict[str, list[Attachment]] = {}
    for row in attachments:
        found.setdefault(row.field, []).append(row)
    return found


def version_of(filing: Filing, number: int | None = None) -> FilingVersion | None:
    """A version of the filing (default: the newest), with the filing loaded; None without."""
    rows = filing.versions.select_related("filing")
    return rows.filter(version=filing.version if number is None else number).first()


def filing_settings(*, on: date) -> Mapping[str, str]:
    """The dated settings of filings as text by parameter, on a day."""
    rows = rule_settings(on=on).get(CODE, {})
    return {name: rows.get(name, given.initial) for name, given in PARAMETERS.items()}
