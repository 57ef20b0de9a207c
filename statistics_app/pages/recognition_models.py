"""Versions of the recognition model: figures, measured tables, release by two people, and how two
versions differ."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from statistics_app import selectors_recognition as found
from statistics_app.models import RecognitionModel
from statistics_app.pages.governance_base import (
    GovernancePage,
    labelled,
    number_in,
    posted,
    said,
)
from statistics_app.pages.recognition import found_label
from statistics_app.rules.b2b.confusion import Confusion
from statistics_app.rules.b2b.features import FEATURES
from statistics_app.rules.b2b.parameters import MODEL_PARAMETERS, WEIGHT
from statistics_app.rules.b2b.vocabulary import CLASSES, FOUND
from statistics_app.services.governance.common import RELEASING, is_office
from statistics_app.services.recognition import modelling
from statistics_app.states import DRAFT, PROPOSED, RECOGNITION_LABELS, RELEASED
from zone_portal.framework.lists import Label

TONES: Final = {"draft": "idle", "proposed": "wait", "released": "ok", "dropped": "idle"}
MOST_DIFFERENCES: Final = 200


class ModelsPage(GovernancePage):
    """Every version, with how right it was on simulated records and by people's decisions."""

    template_name = "statistics/recognition_models.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = found.versions()
        present = found.in_force()
        measure = found.measured(present) if present else None
        return super().get_context_data(**kwargs) | {
            "rows": [_outline(row, present) for row in rows],
            "present": present,
            "measure": measure,
            "table": shown_table(found.table_of(measure)) if measure else None,
            "decided": shown_table(found.table_of_decisions(present)) if present else None,
            "may_draft": is_office(self.viewer)
            and not any(row.state in {DRAFT, PROPOSED} for row in rows),
            "crumbs": [
                {"url": reverse("statistics:recognitions"), "label": _("B2B出口识别")},
                {"url": "", "label": _("识别模型")},
            ],
        }

    def draft(self, request: HttpRequest) -> str:
        """The next version."""
        made = modelling.draft(note=request.POST.get("note", ""), **self.who())
        self.made = made.pk
        return _("已起草，改动后请测量，再提请发布。")

    def after(self, **_kwargs: Any) -> str:
        return reverse("statistics:recognition_model", args=[self.made])

    deeds = {"draft": draft}


class ModelPage(GovernancePage):
    """One version: its figures, its measurements, and what may be done with it."""

    template_name = "statistics/recognition_model.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = version(kwargs["pk"])
        office = is_office(self.viewer)
        present = found.in_force()
        edits = office and row.state == DRAFT
        problems = modelling.as_problems(row.definition) if edits else []
        measure = found.measured(row)
        return super().get_context_data(**kwargs) | {
            "model": row,
            "state": state_label(row),
            "is_present": row == present,
            "edits": edits,
            "groups": figure_groups(row.definition, present),
            "problems": [
                {"id": one["field"], "text": said((one["zh"], one["en"]))} for one in problems
            ],
            "measure": measure,
            "table": shown_table(found.table_of(measure)) if measure else None,
            "decided": shown_table(found.table_of_decisions(row))
            if row.state == RELEASED
            else None,
            "earlier_measures": row.measures.order_by("-id")[:10],
            "least": modelling.least_sample(self.now),
            "seed": modelling.SEED,
            "may_measure": office,
            "may_decide": row.state == PROPOSED and is_office(self.viewer, RELEASING),
            "is_own": self.person.pk in {row.by_id, row.proposed_by_id},
            "others": [
                one for one in found.versions() if row.state == one.state == RELEASED and one != row
            ],
            "crumbs": model_crumbs(str(row)),
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:recognition_model", args=[kwargs["pk"]])

    def save(self, request: HttpRequest, pk: int) -> str:
        """The figures as typed."""
        wrong = modelling.change(
            model_id=pk,
            changes=posted(request, "figure-"),
            note=request.POST.get("note", ""),
            **self.who(),
        )
        if wrong:
            return _("已保存草稿；仍有问题，列在页面上方。")
        return _("已保存，各项都可以使用。")

    def measure(self, request: HttpRequest, pk: int) -> str:
        """The table on simulated records."""
        modelling.measure(
            model_id=pk,
            seed=number_in(request, "seed"),
            size=number_in(request, "size"),
            **self.who(),
        )
        return _("已测量。")

    def propose(self, _request: HttpRequest, pk: int) -> str:
        """To the second person."""
        modelling.propose(model_id=pk, **self.who())
        return _("已提请发布，须由另一位复核负责人发布。")

    def decide(self, request: HttpRequest, pk: int) -> str:
        """The second person's word."""
        accepted = request.POST.get("accepted") == "yes"
        note = request.POST.get("note", "")
        modelling.decide(model_id=pk, accepted=accepted, note=note, **self.who())
        return _("已发布，全部出口清单将按新版本重新识别。") if accepted else _("已退回。")

    def drop(self, _request: HttpRequest, pk: int) -> str:
        """The draft is given up."""
        modelling.give_up(model_id=pk, **self.who())
        return _("已放弃。")

    deeds = {
        "save": save,
        "measure": measure,
        "propose": propose,
        "decide": decide,
        "drop": drop,
    }


class DifferencesPage(GovernancePage):
    """What two released versions say differently of the same declarations."""

    template_name = "statistics/recognition_differences.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        old, new = version(kwargs["recognition_model"]), version(kwargs["pk"])
        counts = found.difference_table(old, new)
        rows = found.differences(old, new, most=MOST_DIFFERENCES)
        return super().get_context_data(**kwargs) | {
            "old": old,
            "new": new,
            "compared": sum(counts.values()),
            "different": sum(count for (was, now), count in counts.items() if was != now),
            "grid": _grid(counts, tuple(FOUND), tuple(FOUND)),
            "columns": [said(text) for text in FOUND.values()],
            "rows": [
                {
                    "url": reverse("statistics:recognition", args=[one.inventory_id]),
                    "number": one.order_no,
                    "old": found_label(one.old),
                    "new": found_label(one.new),
                    "old_confidence": f"{one.old_confidence:.4f}",
                    "new_confidence": f"{one.new_confidence:.4f}",
                    "decided": said(CLASSES[one.decided]) if one.decided else "",
                }
                for one in rows
            ],
            "most": MOST_DIFFERENCES,
            "crumbs": [
                *model_crumbs(str(new))[:-1],
                {
                    "url": reverse("statistics:recognition_model", args=[new.pk]),
                    "label": str(new),
                },
                {"url": "", "label": _("与 %(model)s 的差异") % {"model": old}},
            ],
        }


def version(pk: int) -> RecognitionModel:
    """A version by its id.

    :raises Http404: where there is none.
    """
    row: RecognitionModel | None = RecognitionModel.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def state_label(row: RecognitionModel) -> Label:
    """The state of a version as word and colour."""
    return labelled(RECOGNITION_LABELS, TONES, row.state)


def model_crumbs(name: str) -> list[dict[str, str]]:
    """The way to a version."""
    return [
        {"url": reverse("statistics:recognitions"), "label": _("B2B出口识别")},
        {"url": reverse("statistics:recognition_models"), "label": _("识别模型")},
        {"url": "", "label": name},
    ]


def shown_table(table: Confusion) -> dict[str, Any]:
    """A table of confusion with its shares; nothing in it is rounded up to certainty."""
    return {
        "size": table.size,
        "accuracy": percent(table.accuracy),
        "left": percent(table.left_to_people),
        "columns": [said(text) for text in FOUND.values()],
        "rows": [
            line
            | {"precision": percent(table.precision(code)), "recall": percent(table.recall(code))}
            for code, line in zip(
                CLASSES, _grid(table.counts, tuple(CLASSES), tuple(FOUND)), strict=True
            )
        ],
    }


def percent(share: float | None) -> str:
    """A share with one decimal; a dash where there is none."""
    return "—" if share is None else f"{share * 100:.1f}%"


def _grid(
    counts: Mapping[tuple[str, str], int], down: Sequence[str], across: Sequence[str]
) -> list[dict[str, Any]]:
    return [
        {
            "name": said(FOUND[code]),
            "cells": [
                {
                    "name": said(FOUND[other]),
                    "count": counts.get((code, other), 0),
                    "is_right": code == other,
                }
                for other in across
            ],
        }
        for code in down
    ]


def figure_groups(
    definition: Mapping[str, str], present: RecognitionModel | None
) -> list[dict[str, Any]]:
    """The figures of a version: limits first, then the weights by the class they speak for."""
    limits = [name for name in MODEL_PARAMETERS if not name.startswith(WEIGHT)]
    groups = [{"title": _("界限、代码与日期"), "rows": _figures(limits, definition, present)}]
    for code, text in CLASSES.items():
        names = [one.weight for one in FEATURES.values() if one.toward == code]
        title = _("指向%(class)s的特征权重") % {"class": said(text)}
        groups.append({"title": title, "rows": _figures(names, definition, present)})
    return groups


def _figures(
    names: Sequence[str], definition: Mapping[str, str], present: RecognitionModel | None
) -> list[dict[str, Any]]:
    before = present.definition if present else {}
    return [
        {
            "name": name,
            "title": _title(name),
            "unit": MODEL_PARAMETERS[name].unit,
            "value": definition.get(name, ""),
            "before": before.get(name, "")
            if before.get(name, "") != definition.get(name, "")
            else "",
            "unverified": MODEL_PARAMETERS[name].unverified,
        }
        for name in names
    ]


def _title(name: str) -> str:
    feature = FEATURES.get(name.removeprefix(WEIGHT)) if name.startswith(WEIGHT) else None
    return said(feature.title if feature else MODEL_PARAMETERS[name].meaning)


def _outline(row: RecognitionModel, present: RecognitionModel | None) -> dict[str, Any]:
    measure = found.measured(row)
    table = found.table_of(measure) if measure else None
    return {
        "it": row,
        "url": reverse("statistics:recognition_model", args=[row.pk]),
        "state": state_label(row),
        "is_present": row == present,
        "size": measure.size if measure else 0,
        "accuracy": percent(table.accuracy if table else None),
        "left": percent(table.left_to_people if table else None),
    }
