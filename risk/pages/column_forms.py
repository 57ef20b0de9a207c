"""The forms of the overseas column."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from risk.constants import LEVELS
from risk.pages import matter_forms as fields
from risk.pages.matter_forms import MatterForm, offer, set_choices, words_of
from risk.rules.column.article import Content
from risk.rules.column.series import TESTS
from risk.rules.column.words import INDUSTRIES, KINDS, SERIES_KINDS

_CODES = gettext_lazy("可填多个，以空格分隔；留空表示不限")


class ArticleForm(MatterForm):
    """What an article says."""

    title_zh = fields.text(gettext_lazy("标题"), 120)
    title_en = fields.text(gettext_lazy("英文标题"), 200)
    kind = fields.choice(gettext_lazy("类别"))
    level = fields.choice(gettext_lazy("级别"))
    countries = fields.text(
        gettext_lazy("国家（地区）代码"),
        300,
        needed=False,
        hint=gettext_lazy("海关代码，如 502 美国；可填多个，以空格分隔；留空表示不限"),
    )
    industries = forms.MultipleChoiceField(
        label=gettext_lazy("行业"),
        required=False,
        widget=forms.SelectMultiple(attrs={"class": "form-select", "size": 9}),
        help_text=gettext_lazy("按住 Ctrl 可多选；不选表示不限"),
    )
    hs = fields.text(gettext_lazy("商品编码"), 300, needed=False, hint=_CODES)
    from_date = fields.day(gettext_lazy("有效期起"))
    until_date = fields.day(gettext_lazy("有效期至"))
    summary_zh = fields.area(gettext_lazy("摘要"), 2000)
    summary_en = fields.area(gettext_lazy("英文摘要"), 4000)
    advice_zh = fields.area(gettext_lazy("应对建议"), 2000)
    advice_en = fields.area(gettext_lazy("英文应对建议"), 4000)
    case_zh = fields.area(gettext_lazy("典型案例"), 2000, needed=False)
    case_en = fields.area(gettext_lazy("英文典型案例"), 4000, needed=False)
    source = fields.text(gettext_lazy("来源"), 200, hint=gettext_lazy("发布机构和文件名称"))
    source_url = fields.text(gettext_lazy("来源链接"), 300, needed=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["kind"], KINDS, blank=gettext_lazy("请选择"))
        offer(self.fields["level"], LEVELS, blank=gettext_lazy("请选择"))
        offer(self.fields["industries"], INDUSTRIES)

    def content(self) -> Content:
        """What was typed, as the domain reads it."""
        given = dict(self.cleaned_data)
        given |= {name: words_of(given[name]) for name in ("countries", "hs")}
        return Content(**{**given, "industries": tuple(given["industries"])})


class SubscriptionForm(MatterForm):
    """What to follow."""

    country = forms.ChoiceField(
        label=gettext_lazy("国家（地区）"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    hs = fields.text(
        gettext_lazy("商品编码"),
        10,
        needed=False,
        hint=gettext_lazy("2 至 10 位，如 61 针织服装；留空表示全部商品"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(
            self.fields["country"],
            [
                ("", gettext_lazy("全部国家（地区）")),
                *fields.country_pairs(),
            ],
        )


class SeriesForm(MatterForm):
    """A figure to follow."""

    code = fields.text(gettext_lazy("代码"), 40, hint=gettext_lazy("字母、数字和连字符"))
    kind = fields.choice(gettext_lazy("种类"))
    zh = fields.text(gettext_lazy("名称"), 100)
    en = fields.text(gettext_lazy("英文名称"), 150)
    unit = fields.text(gettext_lazy("计量单位"), 20, needed=False)
    country = forms.ChoiceField(
        label=gettext_lazy("国家（地区）"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    source = fields.text(gettext_lazy("来源"), 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["kind"], SERIES_KINDS, blank=gettext_lazy("请选择"))
        set_choices(
            self.fields["country"],
            [
                ("", gettext_lazy("不限")),
                *fields.country_pairs(),
            ],
        )


class ValueForm(MatterForm):
    """A value of a day."""

    on = fields.day(gettext_lazy("日期"))
    value = fields.number(gettext_lazy("数值"))


class ThresholdForm(MatterForm):
    """A limit from a day on."""

    test = fields.choice(gettext_lazy("条件"))
    limit = fields.number(gettext_lazy("阈值"))
    level = fields.choice(gettext_lazy("预警级别"))
    from_date = fields.day(gettext_lazy("起始日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["test"], TESTS)
        offer(self.fields["level"], LEVELS)
