"""Addresses of the public register and certificate check."""

from django.urls import path

from enterprises.pages import public

urlpatterns = [
    path("register/", public.RegisterPage.as_view(), name="register"),
    path("register/<slug:number>/", public.RegisteredPage.as_view(), name="registered"),
    path("verify/", public.VerifyPage.as_view(), name="verify"),
    path("verify/<slug:number>/<slug:code>/", public.CertificatePage.as_view(), name="certificate"),
]
