"""Addresses of the API of members, invitations, API clients."""

from django.urls import path

from enterprises.api import clients, people

urlpatterns = [
    path("enterprise/", people.EnterpriseView.as_view(), name="enterprise"),
    path("members/", people.MembersView.as_view(), name="members"),
    path("members/<int:pk>/", people.MemberView.as_view(), name="member"),
    path("invitations/", people.InvitationsView.as_view(), name="invitations"),
    path("invitations/<int:pk>/", people.InvitationView.as_view(), name="invitation"),
    path("clients/", clients.ClientsView.as_view(), name="clients"),
    path("clients/rotate/", clients.RotateView.as_view(), name="rotate"),
]
