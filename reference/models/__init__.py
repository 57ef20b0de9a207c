"""Dated rows of official codes and of the settings of rules."""

from reference.models.codes import Code, CodeTable, HsCode
from reference.models.settings import RuleSetting
from reference.models.versions import ReferenceVersion

__all__ = ["Code", "CodeTable", "HsCode", "ReferenceVersion", "RuleSetting"]
