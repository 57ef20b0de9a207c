"""What became of signatures: those of messages, and those of raw payment data."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from declarations.models.querysets import ProofQuerySet, QueryQuerySet

VERIFIED, FAILED, MISSING, UNCHECKED = "verified", "failed", "missing", "unchecked"
RESULTS = (VERIFIED, FAILED, MISSING, UNCHECKED)


class SignatureCheck(models.Model):
    """The check of one message's signature; messages that nothing was checked of have no row.

    ``result`` is verified, failed (``reason`` says why) or missing (one was required);
    ``certificate_id`` is that of ``enterprises.SigningCertificate``, ``serial`` what the signature
    itself names.
    """

    append_only = True

    submission_id = models.BigIntegerField(primary_key=True)
    result = models.CharField("结果", max_length=12)
    reason = models.CharField("原因", max_length=32, default="")
    algorithm = models.CharField("算法", max_length=32, default="")
    certificate_id = models.BigIntegerField("证书", null=True)
    serial = models.CharField("证书序列号", max_length=64, default="")
    checked_at = models.DateTimeField("验签时间")

    class Meta:
        db_table = "declarations_signature_check"
        verbose_name = "验签结果"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(result__in=RESULTS), name="signature_result_known"
            )
        ]


class PaymentProof(models.Model):
    """Raw payment data (announcement 179 of 2018) as a platform uploaded them, once per session.

    ``body`` holds payExInfoStr as it came, sealed: it names people and their accounts. ``sha256``
    is of the same text. ``result`` and ``reason`` speak of its signature.
    """

    append_only = True

    session_id = models.CharField("会话编号", max_length=36)
    enterprise_id = models.IntegerField("上传企业")
    order_nos = ArrayField(models.CharField(max_length=60), verbose_name="订单编号")
    ebp_code = models.CharField("电商平台代码", max_length=18)
    pay_code = models.CharField("支付企业代码", max_length=18)
    pay_transaction_id = models.CharField("支付流水号", max_length=60)
    total_amount = models.DecimalField("交易金额", max_digits=19, decimal_places=5)
    currency = models.CharField("币制", max_length=4)
    trading_time = models.CharField("交易时间", max_length=14)
    body = models.BinaryField("原始数据（加密）")
    sha256 = models.BinaryField("摘要")
    result = models.CharField("验签结果", max_length=12)
    reason = models.CharField("原因", max_length=32, default="")
    cert_no = models.CharField("证书编号", max_length=64)
    certificate_id = models.BigIntegerField("证书", null=True)
    received_at = models.DateTimeField("接收时间")

    objects = ProofQuerySet.as_manager()

    class Meta:
        db_table = "declarations_payment_proof"
        verbose_name = "原始支付数据"
        indexes = [
            GinIndex(fields=["order_nos"], name="proof_orders"),
            models.Index(fields=["enterprise_id", "id"], name="proof_enterprise"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["session_id"], name="proof_session_once"),
            models.CheckConstraint(
                condition=models.Q(result__in=RESULTS), name="proof_result_known"
            ),
        ]


class PaymentQuery(models.Model):
    """Customs' question for the raw payment data of an order, and what became of it.

    ``answer`` is the code given at once (10000 taken, 20000 refused); ``uploaded_at`` is set when
    the data arrived. ``simulated`` where a simulator asked in the place of customs.
    """

    session_id = models.CharField("会话编号", max_length=36)
    enterprise_id = models.IntegerField("电商平台")
    ebp_code = models.CharField("电商平台代码", max_length=18)
    order_no = models.CharField("订单编号", max_length=60)
    service_time = models.CharField("请求时间", max_length=13)
    asked_at = models.DateTimeField("收到时间")
    asked_by = models.CharField("查询人", max_length=128)
    simulated = models.BooleanField("模拟", default=False)
    answer = models.CharField("应答", max_length=5)
    uploaded_at = models.DateTimeField("上传时间", null=True)

    objects = QueryQuerySet.as_manager()

    class Meta:
        db_table = "declarations_payment_query"
        verbose_name = "原始支付数据查询"
        indexes = [
            models.Index(fields=["enterprise_id", "id"], name="payment_query_enterprise"),
            models.Index(fields=["order_no"], name="payment_query_order"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["session_id"], name="payment_query_session_once")
        ]
