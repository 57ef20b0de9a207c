"""Mandates."""

from datetime import date

import factory

from enterprises.models import Mandate
from tests.factories.enterprises import EnterpriseFactory


class MandateFactory(factory.django.DjangoModelFactory[Mandate]):
    """An open mandate for import orders given to an express operator."""

    class Meta:
        model = Mandate

    principal = factory.SubFactory(EnterpriseFactory)
    agent = factory.SubFactory(EnterpriseFactory, kinds=["express"])
    kinds = ["CEB311"]
    valid_from = date(2020, 1, 1)
