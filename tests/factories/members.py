"""Members of enterprises."""

import factory

from enterprises.models import Member
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.users import UserFactory


class MemberFactory(factory.django.DjangoModelFactory[Member]):
    """A person who declares for an enterprise."""

    class Meta:
        model = Member

    user = factory.SubFactory(UserFactory)
    enterprise = factory.SubFactory(EnterpriseFactory)
    role = "declarant"
