"""The certificates that an enterprise signs its messages with."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from enterprises.models.enterprises import Enterprise
from enterprises.models.querysets import OwnQuerySet


class SigningCertificate(models.Model):
    """A certificate bound to one enterprise, which has shown that it holds the key.

    ``serial`` and ``fingerprint`` (SHA-256) are lower-case hexadecimal. The validity is that of the
    certificate; a revoked one stays, so that old signatures can be explained. ``registered_by`` is
    empty where an API client registered it.
    """

    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", on_delete=models.PROTECT, related_name="certificates"
    )
    pem = models.TextField("证书")
    serial = models.CharField("序列号", max_length=64)
    subject = models.CharField("主题", max_length=500)
    issuer = models.CharField("签发者", max_length=500)
    algorithm = models.CharField("算法", max_length=4, choices=(("RSA", "RSA"), ("SM2", "SM2")))
    bits = models.PositiveIntegerField("密钥长度")
    fingerprint = models.CharField("指纹", max_length=64)
    valid_from = models.DateTimeField("生效时间")
    valid_to = models.DateTimeField("失效时间")
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    reminded_at = models.DateTimeField("到期提醒时间", null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = "签名证书"
        verbose_name_plural = "签名证书"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(revoked_at__isnull=True),
                name="certificate_of_one_enterprise",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "fingerprint"], name="certificate_registered_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gt=models.F("valid_from")), name="certificate_period"
            ),
            models.CheckConstraint(
                condition=Q(algorithm__in=["RSA", "SM2"]), name="certificate_algorithm_known"
            ),
        ]

    def __str__(self) -> str:
        return self.serial
