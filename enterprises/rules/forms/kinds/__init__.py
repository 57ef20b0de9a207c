"""What each kind of enterprise files beside the basic material: one declaration per kind."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from enterprises.rules.forms.kinds import moving, places, selling, serving
from enterprises.rules.forms.kinds.declaring import KindForm

KIND_FORMS: Final[Mapping[str, KindForm]] = MappingProxyType(
    {
        declared.kind: declared
        for declared in (*selling.KINDS, *moving.KINDS, *places.KINDS, *serving.KINDS)
    }
)
"""Kind → its declaration; there is one for every kind of ``enterprises.constants.KINDS``."""
