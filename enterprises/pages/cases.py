"""One version of a filing with what it is compared with and what was said about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from enterprises import selectors_filings as filings
from enterprises.models import Filing, FilingVersion
from enterprises.pages.labels import language
from enterprises.rules.forms import Form


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier remark at a field: whose, and what."""

    who: str
    text: str


@dataclass(frozen=True)
class Case:
    """One version of a filing as a reviewer reads it."""

    filing: Filing
    version: FilingVersion

    @cached_property
    def form(self) -> Form:
        return filings.form_of(self.version)

    @cached_property
    def before(self) -> FilingVersion | None:
        """What it is compared with."""
        return filings.version_before(self.filing, self.version.version)

    @cached_property
    def changes(self) -> Mapping[str, str]:
        """What the earlier version said, by the code of each field that differs."""
        if self.before is None:
            return {}
        found = filings.changes_between(self.before, self.version)
        return {change.field.code: change.old(language()) for change in found}

    @cached_property
    def said(self) -> Mapping[str, Sequence[Said]]:
        """Remarks of the version before at their fields: was it mended?"""
        wanted = {self.version.version, self.before.version if self.before else 0}
        found: dict[str, list[Said]] = {}
        for entry in filings.history(self.filing):
            if entry.version in wanted:
                for remark in entry.remarks:
                    who = _("第 %(number)s 版补正意见：") % {"number": remark.version}
                    found.setdefault(remark.field, []).append(Said(who, remark.text))
        return found


def version_name(version: FilingVersion | None) -> str:
    """What a version is called; none is nothing."""
    if version is None:
        return ""
    return _("第 %(number)s 版") % {"number": version.version}
