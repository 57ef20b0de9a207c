"""Saying which business model a firm follows, and an order where it differs."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from declarations import exports
from declarations.business_models import models_of
from declarations.market import records_of_order
from declarations.models import Order, OrderModel
from declarations.pages.mode_words import said
from declarations.pages.refusing import DeedPage
from declarations.services.business_models import (
    may_set,
    set_model_of_order,
    set_models_of_firm,
)
from enterprises.business_models import BUSINESS_MODELS
from enterprises.models import Enterprise
from enterprises.viewers import viewer_for


class ModelsForm(forms.Form):
    """The main model, and others that the firm follows as well."""

    main = forms.ChoiceField(
        label=gettext_lazy("主要业务模式"),
        required=False,
        help_text=gettext_lazy("订单没有单独设定时按主要业务模式统计和筛选"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    others = forms.MultipleChoiceField(
        label=gettext_lazy("还从事的业务模式"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = choices()
        cast("forms.ChoiceField", self.fields["main"]).choices = [("", "—"), *offered]
        cast("forms.ChoiceField", self.fields["others"]).choices = offered

    def models(self) -> list[str]:
        """The models, the main one first."""
        main, others = self.cleaned_data["main"], self.cleaned_data["others"]
        return list(dict.fromkeys(filter(None, [main, *others])))


def choices() -> list[tuple[str, str]]:
    """Every business model in the language of the page."""
    return [(code, said(words)) for code, words in BUSINESS_MODELS.items()]


def panel(order: Order, user: Any) -> dict[str, Any]:
    """What the page of an order says of its business model, and the market purchases it is in."""
    viewer = viewer_for(user)
    own = OrderModel.objects.filter(order_id=order.id).values_list("model", flat=True).first()
    model = models_of([order]).get(order.id, "")
    return {
        "words": said(BUSINESS_MODELS[model]) if model else "",
        "own": own or "",
        "choices": choices(),
        "may_set": isinstance(user, User) and any(may_set(firm, by=user) for firm in order.parties),
        "records": records_of_order(order.id, viewer),
    }


class FirmModels(DeedPage):
    """The business models of the firms that the person may speak for."""

    template_name = "declarations/business_models.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        firms = exports.sending_enterprises(cast("User", self.request.user))
        if not firms:
            raise PermissionDenied
        rows = Enterprise.objects.filter(pk__in=[firm.id for firm in firms]).order_by("code")
        shown = [
            {
                "firm": row,
                "form": ModelsForm(
                    initial={
                        "main": (row.business_models or [""])[0],
                        "others": row.business_models[1:],
                    },
                    prefix=f"f{row.pk}",
                    auto_id=f"id_{row.pk}_%s",
                ),
            }
            for row in rows
        ]
        return super().get_context_data(**kwargs) | {"firms": shown}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.POST.get("enterprise", "")
        form = ModelsForm(request.POST, prefix=f"f{chosen}")
        if not (chosen.isdecimal() and form.is_valid()):
            raise PermissionDenied
        set_models_of_firm(enterprise_id=int(chosen), models=form.models(), **self.deed())
        messages.success(request, _("已保存业务模式。"))
        return redirect("declarations:business_models")


class OrderModelPage(DeedPage):
    """The deed on the page of an order."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        set_model_of_order(
            order_id=pk,
            model=request.POST.get("model", ""),
            viewer=viewer_for(request.user),
            **self.deed(),
        )
        messages.success(request, _("已保存业务模式。"))
        return redirect("declarations:order", pk=pk)
