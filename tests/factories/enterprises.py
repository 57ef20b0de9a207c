"""Enterprises."""

from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from enterprises.models import Enterprise
from tests.builders import codes


class EnterpriseFactory(DjangoModelFactory[Enterprise]):
    """An approved e-commerce firm with invented codes of its own."""

    class Meta:
        model = Enterprise

    code = Sequence(codes.customs_code)
    uscc = Sequence(codes.uscc)
    name = Sequence(lambda n: f"洪城虚构第{n}有限公司")
    kinds = ["ecommerce"]
