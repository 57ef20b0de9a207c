"""Addresses of members, invitations, API clients."""

from django.urls import path

from enterprises.pages import clients, joining, members

urlpatterns = [
    path("members/", members.Members.as_view(), name="members"),
    path("members/invite/", members.Invite.as_view(), name="invite"),
    path("members/<int:pk>/role/", members.ChangeRole.as_view(), name="member_role"),
    path("members/<int:pk>/remove/", members.RemoveMember.as_view(), name="member_remove"),
    path(
        "members/invitations/<int:pk>/revoke/",
        members.RevokeInvitation.as_view(),
        name="invitation_revoke",
    ),
    path("join/<str:secret>/", joining.Join.as_view(), name="invitation"),
    path("clients/", clients.Clients.as_view(), name="clients"),
    path("clients/<int:pk>/token/", clients.GiveToken.as_view(), name="client_token"),
    path("clients/tokens/<int:pk>/rotate/", clients.RotateToken.as_view(), name="token_rotate"),
    path("clients/tokens/<int:pk>/revoke/", clients.RevokeToken.as_view(), name="token_revoke"),
]
