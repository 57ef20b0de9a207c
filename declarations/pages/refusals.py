"""What customs refused, on the page of a declaration: each cause, its meaning, whose turn it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from declarations.code_catalogue import book
from declarations.codebook.rejecting import Cause, causes_of
from declarations.dossiers import Dossier
from declarations.joined import RefusedDocument
from declarations.pages.course import plain_info
from declarations.pages.labels import noun_in_sentence
from declarations.states import THROUGH
from zone_portal.kernel.rules import language_index


@dataclass(frozen=True, slots=True)
class Refusal:
    """One cause: what the tables here call it and what customs wrote, who acts on which document.

    ``noun`` is what was refused, ``place`` the key of its repair; ``url`` is the page of the code.
    """

    cause: Cause
    noun: str
    title: str
    said: str
    remedy: str
    url: str

    @property
    def place(self) -> str:
        return f"{self.cause.code} {self.cause.role}"


def refusals_of(dossier: Dossier) -> list[Refusal]:
    """What customs refused of a declaration and of its documents, as it stands."""
    found: list[Refusal] = []
    if (receipt := dossier.course.rejection) is not None:
        causes = causes_of(receipt.return_status, receipt.return_info)
        found += [_refusal(cause, "inventory", is_open=True) for cause in causes]
    for refused in refused_documents(dossier):
        receipt, kept = refused.receipt, dossier.documents.get(refused.noun)
        causes = causes_of(receipt.return_status, receipt.return_info, noun=refused.noun)
        is_open = kept is not None and kept.is_open
        found += [_refusal(cause, refused.noun, is_open=is_open) for cause in causes]
    return found


def refused_documents(dossier: Dossier) -> Iterator[RefusedDocument]:
    """Its documents that customs refused, while that matters."""
    course = dossier.course.course
    if course is not None and course.status not in THROUGH:
        yield from dossier.stopped.refused


def _refusal(cause: Cause, noun: str, *, is_open: bool) -> Refusal:
    """``is_open`` says whether the reader may have the words of customs: they quote values."""
    index = language_index(get_language() or "zh-hans")
    entry = book().get(cause.code)
    title = entry.title[index] if entry is not None else ""
    remedy = entry.remedy[index] if entry is not None else ""
    if not cause.is_known:
        title = _("代码 %(code)s 在代码表中没有含义") % {"code": cause.code}
        remedy = _("请按海关的原文处理；看不明白的，向主管海关或电子口岸客服询问。")
    url = reverse("declarations:code", args=[cause.code]) if entry is not None else ""
    said = plain_info(cause.text) if is_open else ""
    return Refusal(cause, noun, title, said, remedy, url)


def nouns_in_sentence(nouns: list[str]) -> str:
    """``订单、支付单``."""
    return _("、").join(noun_in_sentence(noun) for noun in dict.fromkeys(nouns))
