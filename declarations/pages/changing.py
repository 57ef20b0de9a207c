"""What a change of a document replaced, for people."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from declarations.dossiers import Earlier
from declarations.messages.catalogue import KINDS
from declarations.pages import sides
from declarations.pages.labels import APP_TYPES, NOUNS


def change_of(earlier: Earlier) -> dict[str, Any]:
    """One step from a revision to the next: when, by which kind of submission, what."""
    language = get_language() or "zh-hans"
    kind = KINDS[earlier.revision.kind]
    return {
        "title": _("%(noun)s第 %(old)s 版 → 第 %(new)s 版")
        % {
            "noun": NOUNS[earlier.noun],
            "old": earlier.revision.revision,
            "new": earlier.revision.revision + 1,
        },
        "how": APP_TYPES.get(earlier.revision.ended_by, earlier.revision.ended_by),
        "at": earlier.revision.ended_at,
        "items": [
            change | {"label": change["element"].label(language), "name": change["element"].name}
            for change in sides.changes(earlier, kind)
        ],
    }
