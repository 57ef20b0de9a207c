"""Static files with a digest in the name, compressed once, that survive missing source maps."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Far-future caching without a build step.

    Vendored files mention source maps that are not shipped. Rewriting only ``url()`` and
    ``@import`` of style sheets, and no ``sourceMappingURL``, keeps such a mention harmless.
    """

    manifest_strict = False
    patterns = (
        (
            "*.css",
            (
                r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",
                (
                    r"""(?P<matched>@import\s*["']\s*(?P<url>.*?)["'])""",
                    """@import url("%(url)s")""",
                ),
            ),
        ),
    )
