"""Failures that nobody foresaw, told without what they were about."""

import traceback


def place_of(error: BaseException) -> str:
    """Where an exception arose, as ``file.py:12``; its text may quote a person's data."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "?"
    return f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}"
