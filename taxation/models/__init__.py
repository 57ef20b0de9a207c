"""Dated rates and treatments, the quota ledger, guarantees and tax bills."""

from taxation.models.bills import ReturnedTax, TaxBatch, TaxBill, TaxBillStep
from taxation.models.guarantees import GuaranteeAccount, GuaranteeMovement
from taxation.models.quota import QuotaBalance, QuotaMovement
from taxation.models.rates import TaxRate, TaxTreatment

__all__ = [
    "GuaranteeAccount",
    "GuaranteeMovement",
    "QuotaBalance",
    "QuotaMovement",
    "ReturnedTax",
    "TaxBatch",
    "TaxBill",
    "TaxBillStep",
    "TaxRate",
    "TaxTreatment",
]
