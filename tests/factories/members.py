"""Members of enterprises."""

from factory.declarations import SubFactory
from factory.django import DjangoModelFactory

from enterprises.models import Member
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.users import UserFactory


class MemberFactory(DjangoModelFactory[Member]):
    """A person who declares for an enterprise."""

    class Meta:
        model = Member

    user = SubFactory(UserFactory)
    enterprise = SubFactory(EnterpriseFactory)
    role = "declarant"
