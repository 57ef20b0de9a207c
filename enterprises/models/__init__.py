"""Rows of enterprises and of what they entrusted to whom."""

from enterprises.models.clients import ApiClient, ApiToken
from enterprises.models.enterprises import Enterprise
from enterprises.models.mandates import Mandate
from enterprises.models.members import Member

__all__ = ["ApiClient", "ApiToken", "Enterprise", "Mandate", "Member"]
