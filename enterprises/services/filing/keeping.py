"""Values as they are kept: personal ones sealed, everything else as JSON."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from enterprises.rules.forms import Form
from enterprises.selectors_filings import filing_context
from zone_portal.framework.vault import vault

Kept = tuple[dict[str, Any], bytes | None]
"""Open values, and the sealed personal ones (None without any)."""


def split(
    form: Form, values: Mapping[str, Any], *, also_personal: frozenset[str] = frozenset()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Open and personal values; ``also_personal`` are codes that the form no longer knows."""
    sealed = form.personal | also_personal
    open_values = {code: value for code, value in values.items() if code not in sealed}
    return open_values, {code: value for code, value in values.items() if code in sealed and value}


def seal(filing_id: int, personal: Mapping[str, Any], *, at: datetime) -> bytes | None:
    """The personal values sealed for their filing under the key of the month."""
    if not personal:
        return None
    content = json.dumps(personal, ensure_ascii=False, sort_keys=True).encode()
    return vault().sealer(at).seal(content, filing_context(filing_id))
