"""What was submitted when: one version beside the one before it, with what reviewers said."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises import dossiers
from enterprises import selectors_filings as filings
from enterprises.pages.answering import Answers, parts_of
from enterprises.pages.base import FilingPage
from enterprises.pages.cases import Case, version_name
from enterprises.pages.finding import open_or_404
from enterprises.services.filing import reading


class VersionPage(FilingPage):
    """One submission, read only: for the enterprise and for officials alike."""

    template_name = "enterprises/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing = open_or_404(self, kwargs["filing"])
        version = dossiers.version(filing, kwargs["version"])
        if version is None:
            raise Http404
        reading.note_reading(filing=filing, **self.deed())
        case = Case(filing, version)
        official = self.viewer.is_official
        answers = Answers(
            values=filings.masked_values(version),
            asked_by=filings.values_of(version),
            files=filings.files_by_field(filings.attachments_of_version(version)),
            changes=case.changes,
            said=case.said,
            only=filings.fields_open_to(self.viewer, filing) if official else None,
        )
        parts = parts_of(case.form, answers)
        back = "enterprises:review" if official else "enterprises:enterprise_file"
        key = filing.pk if official else filing.enterprise_id
        return super().get_context_data(**kwargs) | {
            "filing": filing,
            "version": version,
            "subject": filing.title or filing.enterprise.name,
            "parts": parts,
            "changed": sum(part.changed for part in parts),
            "show_old": case.before is not None,
            "old_heading": version_name(case.before),
            "new_heading": version_name(version) if case.before else _("填报内容"),
            "whole": case.said.get("", ()),
            "crumbs": [
                {"url": reverse(back, args=[key]), "label": filing.title or filing.enterprise.name},
                {"url": "", "label": version_name(version)},
            ],
        }
