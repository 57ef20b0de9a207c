"""Vocabulary of people and of the audit trail."""

LANGUAGES = (("zh-hans", "简体中文"), ("en", "English"))
DEFAULT_LANGUAGE = "zh-hans"
