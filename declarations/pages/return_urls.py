"""Addresses of the pages of returns."""

from django.urls import path

from declarations.pages import return_form, returns

urlpatterns = [
    path("returns/", returns.Returns.as_view(), name="returns"),
    path("returns/new/", return_form.NewReturn.as_view(), name="return_new"),
    path("returns/new/<int:pk>/", return_form.ApplyPage.as_view(), name="return_apply"),
    path("returns/<int:pk>/", returns.ReturnPage.as_view(), name="return"),
]
