"""Enterprises."""

import factory

from enterprises.models import Enterprise
from tests.builders import codes


class EnterpriseFactory(factory.django.DjangoModelFactory[Enterprise]):
    """An approved e-commerce firm with invented codes of its own."""

    class Meta:
        model = Enterprise

    code = factory.Sequence(codes.customs_code)
    uscc = factory.Sequence(codes.uscc)
    name = factory.Sequence(lambda n: f"洪城虚构第{n}有限公司")
    kinds = ["ecommerce"]
