"""Files that go with an article of the overseas column."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from enterprises.constants import SCANS
from risk.models.column import Article
from risk.models.column_querysets import ArticleFileQuerySet

PERSON = settings.AUTH_USER_MODEL


class ArticleFile(models.Model):
    """One file of an article; ``content`` is sealed with the context
    ``risk-article:<article id>:<sha256 hex>``. Once the article is published it stays."""

    article = models.ForeignKey(
        Article, verbose_name="预警信息", on_delete=models.PROTECT, related_name="files"
    )
    name = models.CharField("文件名", max_length=150)
    media_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("大小(字节)")
    sha256 = models.CharField("摘要", max_length=64)
    content = models.BinaryField("内容(密文)")
    scan = models.CharField("病毒扫描", max_length=10, choices=SCANS)
    scanner = models.CharField("扫描程序", max_length=60, blank=True, default="")
    at = models.DateTimeField("上传时间")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = ArticleFileQuerySet.as_manager()

    class Meta:
        db_table = "risk_article_file"
        verbose_name = "预警信息附件"
        verbose_name_plural = "预警信息附件"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(size__gt=0), name="risk_article_file_not_empty"),
            models.UniqueConstraint(fields=["article", "sha256"], name="risk_article_file_once"),
        ]

    def __str__(self) -> str:
        return self.name
