"""What a person may enter when opening an account; all problems at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_USERNAME: Final = re.compile(r"[a-z][a-z0-9._-]{3,31}", re.IGNORECASE)
_PHONE: Final = re.compile(r"1[3-9]\d{9}|\+[1-9]\d{6,14}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct: the field, a stable code, and what to do."""

    field: str
    code: str
    zh: str
    en: str

    def as_details(self) -> dict[str, str]:
        return {"field": self.field, "code": self.code, "zh": self.zh, "en": self.en}


def problems_of_person(*, username: str, name: str, phone: str) -> Iterator[Problem]:
    """What is wrong with user name, name and (optional) telephone number."""
    if not _USERNAME.fullmatch(username):
        yield Problem(
            "username",
            "username_form",
            "用户名须以字母开头，4–32 位，只用字母、数字、点、横线和下划线。",
            "A user name starts with a letter and has 4 to 32 letters, digits, dots, hyphens or "
            "underscores.",
        )
    if not name:
        yield Problem("name", "name_missing", "请填写姓名。", "Enter your name.")
    if phone and not _PHONE.fullmatch(phone):
        yield Problem(
            "phone",
            "phone_form",
            "手机号应为 11 位大陆手机号，或以 + 和国家代码开头的号码。",
            "Enter a mainland mobile number of 11 digits, or + and the country code.",
        )


def normal_phone(text: str) -> str:
    """A telephone number without the blanks and hyphens that people write."""
    return re.sub(r"[\s()-]", "", text)
