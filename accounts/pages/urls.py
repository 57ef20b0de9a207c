"""Addresses of people and sites: signing in and out, notices."""

from django.urls import path

from accounts.pages import (
    account,
    notices,
    real_name,
    registering,
    second_factor,
    single_sign_on,
    site_urls,
    views,
)

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/code/", views.SecondStep.as_view(), name="second_step"),
    path("sign-in/new/", registering.Register.as_view(), name="register"),
    path(
        "sign-in/identity-service/",
        single_sign_on.ToIdentityService.as_view(),
        name="identity_service",
    ),
    path("sign-in/identity-service/back/", single_sign_on.come_back, name="identity_service_back"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("language/", views.choose_language, name="set_language"),
    path("account/", account.Account.as_view(), name="account"),
    path("account/person/", account.Person.as_view(), name="person"),
    path("account/real-name/", real_name.RealName.as_view(), name="real_name"),
    path("account/password/", account.Password.as_view(), name="password"),
    path("account/sessions/", account.Sessions.as_view(), name="sessions"),
    path("account/sessions/<slug:handle>/end/", account.EndSession.as_view(), name="end_session"),
    path("account/identity-service/link/", single_sign_on.to_link, name="identity_service_link"),
    path(
        "account/identity-service/unlink/",
        single_sign_on.unlink,
        name="identity_service_unlink",
    ),
    path("account/second-factor/", second_factor.SecondFactor.as_view(), name="second_factor"),
    path(
        "account/second-factor/set-up/", second_factor.SetUp.as_view(), name="second_factor_set_up"
    ),
    path(
        "account/second-factor/recovery-codes/",
        second_factor.RecoveryCodes.as_view(),
        name="recovery_codes",
    ),
    path(
        "account/second-factor/remove/",
        second_factor.Remove.as_view(),
        name="second_factor_remove",
    ),
    path("notices/", notices.Notices.as_view(), name="notices"),
    path("notices/<int:pk>/", notices.open_notice, name="notice"),
    *site_urls.urlpatterns,
]
