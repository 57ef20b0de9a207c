"""Bodies are read in chunks, limited, and never kept beyond the limit."""

from collections.abc import Iterator

import pytest

from declarations.services.bodies import MAX_BYTES, BodyIncomplete, BodyTooLarge, read_body

CHUNK = b"x" * (1024 * 1024)


def test_a_body_is_read_whole_with_its_digest() -> None:
    body = read_body([b"ab", b"c"], announced=3)

    assert body.content == b"abc"
    assert body.sha256.hex().startswith("ba7816bf")


@pytest.mark.parametrize("announced", [None, MAX_BYTES + 1])
def test_a_body_over_the_limit_is_read_to_its_end_and_refused(announced: int | None) -> None:
    given = []

    def chunks() -> Iterator[bytes]:
        for _ in range(40):
            given.append(1)
            yield CHUNK

    with pytest.raises(BodyTooLarge):
        read_body(chunks(), announced=announced)

    assert len(given) == 40, "a client that writes first would see a broken connection"


def test_a_body_shorter_than_announced_is_not_taken_for_the_whole() -> None:
    with pytest.raises(BodyIncomplete) as refused:
        read_body([b"abc"], announced=4)

    assert refused.value.details == {"received": 3, "announced": 4}
