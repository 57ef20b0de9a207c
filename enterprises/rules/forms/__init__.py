"""The forms of filings: what each type and kind must contain, declared once.

A further type brings its module, which calls ``registry.register``, and is imported here.
"""

from enterprises.rules.forms import enterprise, facility, goods, promotion
from enterprises.rules.forms.checking import cautions, check_form, check_saved, tidied
from enterprises.rules.forms.checklists import checklist
from enterprises.rules.forms.comparing import Change, difference, shown
from enterprises.rules.forms.registry import form_for, register
from enterprises.rules.forms.shape import Field, Form, Section, Tick
from enterprises.rules.registration import Problem

FORMS = (enterprise, goods, promotion, facility)
"""Importing these has entered every form."""

__all__ = [
    "FORMS",
    "Change",
    "Field",
    "Form",
    "Problem",
    "Section",
    "Tick",
    "cautions",
    "check_form",
    "check_saved",
    "checklist",
    "difference",
    "form_for",
    "register",
    "shown",
    "tidied",
]
