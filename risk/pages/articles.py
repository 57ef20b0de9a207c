"""Keeping the column: the list of articles, writing one, handing it on, publishing it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from risk import selectors_column as column
from risk.constants import LEVELS
from risk.models import Article
from risk.models.column_querysets import keeps_column
from risk.pages.column_forms import ArticleForm
from risk.pages.matter import Act, DeedMixin, Fact, FormPage, MatterPage, Passage, label_of
from risk.pages.matter_forms import MatterForm, ReasonForm, country_name, said
from risk.pages.matter_list import WRITERS, RiskList, WordsFilter, doing
from risk.rules.column.words import INDUSTRIES, KINDS, LEVEL_TONES
from risk.rules.matters import ARTICLE, DRAFT, PROPOSED, PUBLISHED
from risk.services.column import articles
from risk.services.column.files import MEGABYTE, MOST_FILES
from zone_portal.framework.lists import (
    Field,
    Label,
    ListRow,
    choice_filter,
    text_filter,
)


def level_label(level: str) -> Label:
    """A level as word and colour."""
    return Label(LEVEL_TONES[level], said(LEVELS[level]))


def places(row: Article) -> str:
    """The countries of an article by name."""
    return "、".join(map(country_name, row.countries)) or _("不限国家（地区）")


def goods(row: Article) -> str:
    """The industries and commodity codes of an article."""
    names = [said(INDUSTRIES[code]) for code in row.industries if code in INDUSTRIES]
    return "、".join([*names, *row.hs]) or _("全部商品")


class ArticleFilter(WordsFilter):
    """Filters of the list."""

    q = text_filter(gettext_lazy("标题或编号"), 100)
    status = choice_filter(gettext_lazy("状态"), [])
    level = choice_filter(gettext_lazy("级别"), [])
    kind = choice_filter(gettext_lazy("类别"), [])
    words = {"status": ARTICLE.labels, "level": LEVELS, "kind": KINDS}


class ArticlesPage(RiskList):
    """All articles, for those who keep the column."""

    title = gettext_lazy("海外预警信息管理")
    form_class = ArticleFilter
    file_name = "overseas-warnings"
    empty_title = gettext_lazy("还没有预警信息")
    empty_text = gettext_lazy("撰写后提请另一人发布，发布后在专栏公开并通知订阅者和出口企业。")
    columns = (
        Field("number", gettext_lazy("编号"), form="link"),
        Field("title", gettext_lazy("标题")),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("level", gettext_lazy("级别"), form="state"),
        Field("kind", gettext_lazy("类别")),
        Field("countries", gettext_lazy("国家（地区）")),
        Field("until", gettext_lazy("有效期至"), form="code"),
        Field("source", gettext_lazy("来源"), shown=False),
    )

    def allowed(self) -> bool:
        return keeps_column(self.viewer)

    def rows(self, form: ArticleFilter) -> Any:
        return column.articles(self.viewer, form.chosen())

    def lines(self, rows: Iterable[Article]) -> list[ListRow]:
        return [
            ListRow(
                reverse("risk:article", args=[row.pk]),
                {
                    "number": row.number,
                    "title": said((row.title_zh, row.title_en)),
                    "state": label_of(row),
                    "level": level_label(row.level),
                    "kind": said(KINDS[row.kind]),
                    "countries": places(row),
                    "until": row.until_date.isoformat(),
                    "source": row.source,
                },
            )
            for row in rows
        ]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("待发布"), "status=proposed"),
            (_("已发布"), "status=published"),
        ]

    def action(self) -> dict[str, Any]:
        if not self.handles():
            return {}
        return {"url": reverse("risk:article_new"), "label": _("撰写预警信息")}


class NewArticlePage(FormPage):
    """Write an article."""

    form_class = ArticleForm
    title = gettext_lazy("撰写预警信息")
    note = gettext_lazy("保存为草稿，提请后由另一人发布")
    button = gettext_lazy("保存草稿")
    crumb = (gettext_lazy("海外预警信息管理"), "risk:articles")

    def may_open(self) -> None:
        if not keeps_column(self.viewer) or not self.viewer.roles & WRITERS:
            raise PermissionDenied

    def initial(self) -> dict[str, Any]:
        return {"from_date": self.today}

    def save_form(self, form: Any) -> Article:
        """Keep what was typed."""
        return articles.draft_article(content=form.content(), **self.deed())

    def save(self, values: Mapping[str, Any]) -> str:
        del values
        form = self.form(self.request.POST)
        form.is_valid()
        return reverse("risk:article", args=[self.save_form(form).pk])


class EditArticlePage(NewArticlePage):
    """Change a draft."""

    title = gettext_lazy("修改预警信息")

    def initial(self) -> dict[str, Any]:
        row = self.row()
        given = {name: getattr(row, name) for name in ArticleForm.base_fields}
        return given | {"countries": " ".join(row.countries), "hs": " ".join(row.hs)}

    def row(self) -> Article:
        """The draft."""
        found: Article | None = (
            column.articles(self.viewer, {}).filter(pk=self.kwargs["pk"]).first()
        )
        if found is None:
            raise Http404
        return found

    def save_form(self, form: Any) -> Article:
        row = self.row()
        return articles.save_article(
            article_id=row.pk, version=row.version, content=form.content(), **self.deed()
        )


class ArticlePage(MatterPage):
    """One article, for those who keep the column."""

    model = Article
    crumb = (gettext_lazy("海外预警信息管理"), "risk:articles")
    url_name = "risk:article"
    template_name = "risk/article.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        row: Article = context["row"]
        return context | {
            "files": column.files_of([row]).get(row.pk, []),
            "file_error": kwargs.get("file_error", ""),
            "may_attach": row.status == DRAFT and bool(self.viewer.roles & WRITERS),
            "most_files": MOST_FILES,
            "most_megabytes": settings.FILING_ATTACHMENT_BYTES // MEGABYTE,
        }

    def title(self, row: Article) -> str:
        return said((row.title_zh, row.title_en))

    def facts(self, row: Article) -> list[Fact]:
        return [
            Fact(_("级别"), level_label(row.level), "state"),
            Fact(_("类别"), said(KINDS[row.kind])),
            Fact(_("国家（地区）"), places(row)),
            Fact(_("行业和商品"), goods(row)),
            Fact(_("有效期"), f"{row.from_date} – {row.until_date}"),
            Fact(_("来源"), row.source, url=row.source_url),
            Fact(_("发布时间"), row.published_at, "moment"),
        ]

    def passages(self, row: Article) -> list[Passage]:
        return [
            Passage(_("撤下理由"), row.withdrawn_why),
            Passage(_("摘要"), f"{row.summary_zh}\n\n{row.summary_en}"),
            Passage(_("应对建议"), f"{row.advice_zh}\n\n{row.advice_en}"),
            Passage(_("典型案例"), f"{row.case_zh}\n\n{row.case_en}".strip()),
        ]

    def links(self, row: Article) -> list[tuple[Any, str]]:
        found = []
        if row.status == DRAFT and self.viewer.roles & WRITERS:
            found.append((_("修改"), reverse("risk:article_edit", args=[row.pk])))
        if row.published_at is not None:
            found.append((_("公开页面"), articles.article_link(row)))
        return found

    def possible(self, row: Article) -> set[str]:
        may: dict[str, set[str]] = {
            DRAFT: {"propose", "drop"},
            PROPOSED: {"publish", "back"},
            PUBLISHED: {"withdraw"},
        }
        found = may.get(row.status, set()) if self.viewer.roles & WRITERS else set()
        if "supervisor" not in self.viewer.roles:
            found = found - {"publish", "withdraw"}
        return found - {"publish"} if row.proposed_by_id == self.person.pk else found

    def acts(self) -> Iterable[Act]:
        return (
            Act(
                "publish",
                _("发布"),
                _("发布"),
                _("已发布，并通知了订阅者和出口企业。"),
                doing(self, articles.publish_article, "article_id"),
                note=_("发布后任何人可见，内容不再修改。"),
                primary=True,
            ),
            Act(
                "propose",
                _("提请发布"),
                _("提请发布"),
                _("已提请，由另一位复核负责人发布。"),
                doing(self, articles.propose_article, "article_id"),
                primary=True,
            ),
            Act(
                "back",
                _("退回修改"),
                _("退回"),
                _("已退回。"),
                doing(self, articles.send_article_back, "article_id", reasons="reasons"),
                ReasonForm,
            ),
            Act(
                "withdraw",
                _("撤下"),
                _("撤下"),
                _("已撤下。"),
                doing(self, articles.withdraw_article, "article_id", reasons="reasons"),
                ReasonForm,
                note=_("专栏不再列出，公开页面注明已撤下及理由。"),
            ),
            Act(
                "drop",
                _("作废草稿"),
                _("作废"),
                _("已作废。"),
                doing(self, articles.drop_article, "article_id"),
                MatterForm,
            ),
        )


class ArticleDeedPage(DeedMixin, ArticlePage):
    """The buttons of an article."""
