"""Rows of enterprises, of what they filed and of what they entrusted to whom."""

from enterprises.models.attachments import Attachment
from enterprises.models.clients import ApiClient, ApiToken
from enterprises.models.consents import Consent
from enterprises.models.enterprises import Enterprise
from enterprises.models.facilities import Facility
from enterprises.models.filings import (
    Distribution,
    Filing,
    FilingStep,
    FilingVersion,
    Remark,
    Review,
)
from enterprises.models.goods import FiledGoods
from enterprises.models.identity_checks import IdentityCheck
from enterprises.models.invitations import Invitation
from enterprises.models.mandates import Mandate
from enterprises.models.members import Member
from enterprises.models.promotions import Promotion, PromotionLine
from enterprises.models.service_levels import ServiceLevel
from enterprises.models.shops import ShopAddress
from enterprises.models.signing import SigningCertificate
from enterprises.models.standing import AnnualConfirmation, Proposal, SubjectNumber

__all__ = [
    "AnnualConfirmation",
    "ApiClient",
    "ApiToken",
    "Attachment",
    "Consent",
    "Distribution",
    "Enterprise",
    "Facility",
    "FiledGoods",
    "Filing",
    "FilingStep",
    "FilingVersion",
    "IdentityCheck",
    "Invitation",
    "Mandate",
    "Member",
    "Promotion",
    "PromotionLine",
    "Proposal",
    "Remark",
    "Review",
    "ServiceLevel",
    "ShopAddress",
    "SigningCertificate",
    "SubjectNumber",
]
