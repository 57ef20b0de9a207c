"""The form of an enterprise filing: the basic sections, then one section for each kind."""

from collections.abc import Sequence
from typing import Final

from accounts.constants import DEPARTMENTS
from enterprises.rules.forms.basic import basic_sections
from enterprises.rules.forms.kinds import KIND_FORMS
from enterprises.rules.forms.registry import register
from enterprises.rules.forms.shape import Form
from enterprises.rules.reviewing import SITE_STAGE

USUAL_RECEIVERS: Final = frozenset({"customs", "tax", "fx", "market", "commerce"})
"""One file for all: these departments receive every enterprise filing."""

_ORDER: Final = tuple(code for code, _ in DEPARTMENTS)


def enterprise_form(kinds: Sequence[str]) -> Form:
    """The form for an enterprise of these kinds; reviewed by the site first, then by each
    department that one of the kinds asks for, in the fixed order of the departments."""
    chosen = [KIND_FORMS[kind] for kind in kinds]
    stages = {stage for declared in chosen for stage in declared.stages}
    receivers = USUAL_RECEIVERS.union(*(declared.receivers for declared in chosen))
    basic = basic_sections(kinds)
    return Form(
        type="enterprise",
        sections=(*basic[:-1], *(declared.section for declared in chosen), basic[-1]),
        stages=(SITE_STAGE, *(code for code in _ORDER if code in stages)),
        departments=tuple(code for code in _ORDER if code in receivers),
    )


register("enterprise", enterprise_form)
