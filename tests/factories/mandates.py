"""Mandates."""

from datetime import date

from factory.declarations import SubFactory
from factory.django import DjangoModelFactory

from enterprises.models import Mandate
from tests.factories.enterprises import EnterpriseFactory


class MandateFactory(DjangoModelFactory[Mandate]):
    """An open mandate for import orders given to an express operator."""

    class Meta:
        model = Mandate

    principal = SubFactory(EnterpriseFactory)
    agent = SubFactory(EnterpriseFactory, kinds=["express"])
    kinds = ["CEB311"]
    valid_from = date(2020, 1, 1)
