"""The baseline: the same job as Django's and DRF's tutorials do it, without any of our shortcuts.

One document a POST, a serializer each, one INSERT a row, foreign keys to the goods lines, and the
match in the same request as soon as the fourth document is there. No encryption, no audit, no
duplicate check beyond the unique key, no rules beyond the field types: it does less, not more.
"""
