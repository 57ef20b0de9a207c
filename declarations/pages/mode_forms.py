"""The form of a template: what is typed line by line becomes steps and settings."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy

from declarations.models import Mode
from declarations.pages.labels import DIRECTIONS, NOUNS
from declarations.pages.mode_words import ORDER_TYPES, said
from declarations.rules.modes import DECLARED_BY, DOCUMENTS, FLOWS

TYPED: Final = {"class": "form-control", "autocomplete": "off"}
NEEDED: Final = {"required": gettext_lazy("请填写")}
PARTS_OF_STEP = 5


def text(label: Any, length: int, **more: Any) -> forms.CharField:
    """A line of text."""
    more.setdefault("error_messages", NEEDED)
    return forms.CharField(
        label=label, max_length=length, widget=forms.TextInput(attrs=TYPED), **more
    )


def lines(label: Any, help_text: Any, rows: int) -> forms.CharField:
    """Several lines, one thing each."""
    attrs = {"class": "form-control code", "rows": rows, "spellcheck": "false"}
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs=attrs),
    )


def ticks(label: Any) -> forms.MultipleChoiceField:
    """Some of a few."""
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


def chosen(label: Any, **more: Any) -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(
        label=label, widget=forms.Select(attrs={"class": "form-select"}), **more
    )


def day(label: Any, **more: Any) -> forms.DateField:
    """A day."""
    widget = forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=NEEDED, **more)


class ModeForm(forms.Form):
    """The fields of a template; what they mean together is checked by the domain."""

    code = text(gettext_lazy("监管方式代码"), 4, help_text=gettext_lazy("四位数字"))
    direction = chosen(gettext_lazy("进出口"))
    zh = text(gettext_lazy("中文名称"), 100)
    en = text(gettext_lazy("英文名称"), 100)
    flow = chosen(gettext_lazy("业务流程"))
    declared_by = chosen(gettext_lazy("申报单证"))
    valid_from = day(gettext_lazy("生效日期"), help_text=gettext_lazy("今天或以后"))
    valid_to = day(
        gettext_lazy("失效日期"),
        required=False,
        help_text=gettext_lazy("试点结束的次日，长期的留空"),
    )
    documents = ticks(gettext_lazy("清单之外必备的单证"))
    order_types = ticks(gettext_lazy("适用的订单类型"))
    ticket_limit = text(
        gettext_lazy("单票限值"), 20, required=False, help_text=gettext_lazy("没有限值的留空")
    )
    ticket_currency = text(
        gettext_lazy("限值币制代码"),
        3,
        required=False,
        help_text=gettext_lazy("人民币 142，美元 502"),
    )
    simplified_digits = text(
        gettext_lazy("简化申报的商品编码位数"),
        2,
        required=False,
        help_text=gettext_lazy("4、6 或 10；没有简化申报的留空"),
    )
    taxed_as = text(
        gettext_lazy("按哪一方式计税"),
        4,
        required=False,
        help_text=gettext_lazy("进口试点适用零售进口税收政策时，填 9610、1210 或 1239"),
    )
    without = text(
        gettext_lazy("不适用的对碰规则"),
        400,
        required=False,
        help_text=gettext_lazy("规则代码，以空格分隔，例如 MAT-031"),
    )
    settings = lines(
        gettext_lazy("该方式自己的允差和严重程度"),
        gettext_lazy(
            "每行：规则代码 参数 取值，例如 MAT-006 tolerance 0.5 或 MAT-031 severity error"
        ),
        3,
    )
    steps = lines(
        gettext_lazy("环节表"),
        gettext_lazy(
            "每行：自 至 责任方 时限（小时，没有的写 -）依据，例如 120 800 customs 2 试点方案"
        ),
        8,
    )
    basis = text(gettext_lazy("依据"), 300)
    verified = forms.BooleanField(label=gettext_lazy("已核实依据原文"), required=False)
    note_zh = text(gettext_lazy("说明（中文）"), 300, required=False)
    note_en = text(gettext_lazy("说明（英文）"), 300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "direction": DIRECTIONS.items(),
            "flow": [(code, said(words)) for code, (_, words) in FLOWS.items()],
            "declared_by": [(code, said(words)) for code, words in DECLARED_BY.items()],
            "documents": [(noun, NOUNS[noun]) for noun in DOCUMENTS],
            "order_types": ORDER_TYPES.items(),
        }
        for name, entries in offered.items():
            cast("forms.ChoiceField", self.fields[name]).choices = list(entries)

    def values(self) -> dict[str, Any]:
        """The template as the domain takes it; a line that is too short stays recognisable."""
        given: dict[str, Any] = dict(self.cleaned_data)
        for name in ("valid_from", "valid_to"):
            given[name] = given[name].isoformat() if given[name] else ""
        given["simplified_digits"] = given["simplified_digits"] or "0"
        given["ticket_currency"] = given["ticket_currency"] or "142"
        given["without"] = given["without"].split()
        given["settings"] = settings_of(given["settings"])
        given["steps"] = [step_of(line) for line in given["steps"].splitlines() if line.strip()]
        return given


def settings_of(typed: str) -> dict[str, dict[str, str]]:
    """Settings from lines of rule, parameter and value."""
    found: dict[str, dict[str, str]] = {}
    for line in typed.splitlines():
        parts = line.split(None, 2)
        if parts:
            code, name, value = (*parts, "", "")[:3]
            found.setdefault(code, {})[name] = value
    return found


def step_of(line: str) -> dict[str, str]:
    """A step from a line of source, target, owner, hours and basis."""
    source, target, owner, hours, basis = (
        *line.split(None, PARTS_OF_STEP - 1),
        *[""] * PARTS_OF_STEP,
    )[:PARTS_OF_STEP]
    return {
        "source": source,
        "target": target,
        "owner": owner,
        "hours": "" if hours == "-" else hours,
        "basis": basis,
    }


def initial_of(row: Mode) -> dict[str, Any]:
    """What the form shows of a version that exists."""
    given: Mapping[str, Any] = row.definition
    return {
        **given,
        "code": row.code,
        "direction": row.direction,
        "zh": row.zh,
        "en": row.en,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "basis": row.basis,
        "verified": row.verified,
        "simplified_digits": given["simplified_digits"] or "",
        "without": " ".join(given["without"]),
        "settings": "\n".join(
            f"{code} {name} {value}"
            for code, own in given["settings"].items()
            for name, value in own.items()
        ),
        "steps": "\n".join(_line(step) for step in given["steps"]),
    }


def _line(step: Mapping[str, str]) -> str:
    parts: Iterable[str] = (
        step["source"],
        step["target"],
        step["owner"],
        step["hours"] or "-",
        step["basis"],
    )
    return " ".join(parts).strip()
