"""The person (or official) who signs in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.constants import DEFAULT_LANGUAGE, LANGUAGES, REAL_NAME_LEVELS


class UserManager(BaseUserManager["User"]):
    """Makes users; the password is hashed here and nowhere else."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A stored user; without a password nobody can sign in as it.

        :raises ValueError: for an empty user name.
        """
        if not username:
            raise ValueError("a user needs a user name")
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """As ``manage.py createsuperuser`` wants it: staff, superuser and official."""
        flags = {"is_staff": True, "is_superuser": True, "is_official": True}
        return self.create_user(username, password, **(flags | fields))

    def get_by_natural_key(self, username: str | None) -> "User":
        """Sign-in does not care about the case of the user name."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Membership of enterprises is kept in ``enterprises.Member``."""

    username = models.CharField("用户名", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=64)
    is_official = models.BooleanField("监管人员", default=False)
    language = models.CharField(
        "界面语言", max_length=8, choices=LANGUAGES, default=DEFAULT_LANGUAGE
    )
    phone_sealed = models.BinaryField("手机号", null=True, blank=True, editable=False)
    real_name_level = models.PositiveSmallIntegerField(
        "实名等级", choices=REAL_NAME_LEVELS, default=0
    )
    real_name_at = models.DateTimeField("实名核验时间", null=True, blank=True)
    real_name_subject = models.UUIDField("实名主体（密钥散列）", null=True, blank=True)
    is_active = models.BooleanField("启用", default=True)
    is_staff = models.BooleanField("可进入后台", default=False)
    created_at = models.DateTimeField("创建时间", default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("username"), name="user_username_any_case"),
            models.CheckConstraint(
                condition=~models.Q(username=""), name="user_username_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()
