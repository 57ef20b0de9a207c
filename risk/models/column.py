"""The overseas credit-risk column: articles, who follows what, where firms export to."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from risk.constants import LEVELS
from risk.models.column_querysets import ArticleQuerySet, SubscriptionQuerySet
from risk.models.matters import Matter
from risk.rules.column.words import KINDS
from risk.rules.matters import ARTICLE

PERSON = settings.AUTH_USER_MODEL


class Article(Matter):
    """One warning. ``countries`` empty means everywhere; ``industries`` and ``hs`` both empty mean
    all goods. Published by a second person; what it says never changes from then on."""

    matter = "article"

    title_zh = models.CharField("标题", max_length=120)
    title_en = models.CharField("英文标题", max_length=200)
    kind = models.CharField("类别", max_length=16)
    level = models.CharField("级别", max_length=8)
    countries = ArrayField(
        models.CharField(max_length=3), verbose_name="国家（地区）", default=list
    )
    industries = ArrayField(models.CharField(max_length=16), verbose_name="行业", default=list)
    hs = ArrayField(models.CharField(max_length=10), verbose_name="商品编码", default=list)
    summary_zh = models.TextField("摘要", max_length=2000)
    summary_en = models.TextField("英文摘要", max_length=4000)
    advice_zh = models.TextField("建议", max_length=2000)
    advice_en = models.TextField("英文建议", max_length=4000)
    case_zh = models.TextField("典型案例", max_length=2000, blank=True, default="")
    case_en = models.TextField("英文典型案例", max_length=4000, blank=True, default="")
    source = models.CharField("来源", max_length=200)
    source_url = models.CharField("来源链接", max_length=300, blank=True, default="")
    from_date = models.DateField("有效期起")
    until_date = models.DateField("有效期至")
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    withdrawn_why = models.CharField("撤下理由", max_length=500, blank=True, default="")

    objects: ClassVar[Any] = ArticleQuerySet.as_manager()

    class Meta:
        db_table = "risk_article"
        verbose_name = "海外信用风险预警信息"
        verbose_name_plural = "海外信用风险预警信息"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=ARTICLE.table.states), name="risk_article_status"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="risk_article_kind"),
            models.CheckConstraint(condition=Q(level__in=list(LEVELS)), name="risk_article_level"),
            models.CheckConstraint(
                condition=Q(until_date__gte=F("from_date")), name="risk_article_days"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | (
                    Q(published_by__isnull=False, proposed_by__isnull=False)
                    & ~Q(published_by=F("proposed_by"))
                ),
                name="risk_article_four_eyes",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["-id"], condition=Q(status="published"), name="risk_article_public"
            )
        ]


class Subscription(models.Model):
    """A person is told of articles for a country, goods, or both; empty means any."""

    user = models.ForeignKey(
        PERSON, verbose_name="用户", on_delete=models.CASCADE, related_name="+"
    )
    country = models.CharField("国家（地区）", max_length=3, blank=True, default="")
    hs = models.CharField("商品编码", max_length=10, blank=True, default="")
    created_at = models.DateTimeField("订阅时间")

    objects: ClassVar[Any] = SubscriptionQuerySet.as_manager()

    class Meta:
        db_table = "risk_subscription"
        verbose_name = "预警订阅"
        verbose_name_plural = "预警订阅"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "country", "hs"], name="risk_subscription_once"
            ),
            models.CheckConstraint(
                condition=~Q(country="") | ~Q(hs=""), name="risk_subscription_of_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.hs}"


class ExportMarket(models.Model):
    """Where a firm exports what to, learnt from its own export declarations: one row for each
    country and heading (four digits of the commodity code)."""

    enterprise_id = models.IntegerField("企业")
    country = models.CharField("运抵国（地区）", max_length=3)
    heading = models.CharField("品目", max_length=4)
    last_date = models.DateField("最近申报日期")

    class Meta:
        db_table = "risk_export_market"
        verbose_name = "出口市场"
        verbose_name_plural = "出口市场"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enterprise_id", "country", "heading"], name="risk_export_market_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["country", "heading"], name="risk_export_market_of")
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.country} {self.heading}"
