"""Addresses of entry by hand."""

from django.urls import path

from declarations.pages import entry_files, entry_forms

urlpatterns = [
    path("entry/", entry_files.Hub.as_view(), name="entry"),
    path(
        "entry/templates/<slug:kind>/<slug:form>/",
        entry_files.TemplateFile.as_view(),
        name="entry_template",
    ),
    path("entry/files/<int:pk>/", entry_files.FilePage.as_view(), name="entry_file"),
    path(
        "entry/files/<int:pk>/failed/<slug:form>/",
        entry_files.FailedRows.as_view(),
        name="entry_failed",
    ),
    path("entry/forms/new/", entry_forms.NewForm.as_view(), name="entry_new"),
    path("entry/forms/<int:pk>/", entry_forms.FormPage.as_view(), name="entry_form"),
    path("entry/forms/<int:pk>/drop/", entry_forms.DropForm.as_view(), name="entry_drop"),
]
