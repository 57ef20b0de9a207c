"""Where the official schemas and sample messages lie, if they do: they are not ours to copy."""

import os
from pathlib import Path


def xsd_folder() -> Path | None:
    """The folder of the official schemas, named by CEB_XSD_DIR."""
    named = os.environ.get("CEB_XSD_DIR")
    return Path(named) if named and Path(named).is_dir() else None


def samples_folder() -> Path | None:
    """The folder of the official samples: CEB_SAMPLES_DIR, or ``samples`` beside the schemas."""
    named = os.environ.get("CEB_SAMPLES_DIR")
    if named and Path(named).is_dir():
        return Path(named)
    schemas = xsd_folder()
    beside = schemas.parent / "samples" if schemas else None
    return beside if beside and beside.is_dir() else None
