"""Enterprises."""

from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from enterprises.models import Enterprise
from tests.builders import codes


class EnterpriseFactory(DjangoModelFactory[Enterprise]):
    """An approved e-commerce firm with invented codes of its own."""

    class Meta:
        model = Enterprise

    code = Sequence(lambda n: codes.customs_code(codes.counted(n)))
    uscc = Sequence(lambda n: codes.uscc(codes.counted(n)))
    name = Sequence(lambda n: f"洪城虚构第{n}有限公司")
    kinds = ["ecommerce"]
