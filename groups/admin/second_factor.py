"""The pages of the second factor: the code after the password, the phone's first day, codes on paper."""

import segno
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login as verified_by

from ..domain.doors import Door, declare
from ..queries.second_factor import Owed, codes_left, device_of, must_have, owed
from ..services import second_factor
from ..services.lookup_limit import client_address


class CodeForm(forms.Form):
    """One code."""

    code = forms.CharField(
        label="Mã xác thực",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "Hãy nhập mã gồm 6 chữ số trong ứng dụng."},
    )


@declare(Door.ENTRANCE)
def code_view(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the phone, or one from paper; also let go of a sign-in that stopped half-way."""
    if not _half_in(request):
        return redirect(_onward(request))
    if request.method == "POST" and "leave" in request.POST:
        logout(request)
        return redirect("admin:login")
    if owed(request.user) == Owed.ENROL:
        return redirect("admin:enrol_factor")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device, refusal = second_factor.check_code(code=form.cleaned_data["code"], **_who(request))
        if device:
            _let_in(request, device)
            return redirect(_onward(request))
        form.add_error("code", refusal)
    return _page(request, "code", "Nhập mã xác thực", form=form, onward=_onward(request))


@declare(Door.ENTRANCE)
def enrol_view(request: HttpRequest) -> HttpResponse:
    """Show the secret once as a picture and as text, and confirm the phone by a code that it shows."""
    if not request.user.is_authenticated or not request.user.is_staff or owed(request.user) == Owed.CODE:
        return redirect("admin:second_factor")
    if device_of(request.user):
        return redirect("admin:own_factor")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device, codes, refusal = second_factor.confirm_device(code=form.cleaned_data["code"], **_who(request))
        if device:
            _let_in(request, device)
            return _page(request, "codes", "Mã khôi phục", codes=codes)
        form.add_error("code", refusal)
    device = second_factor.waiting_device(user=request.user)
    address = device.config_url
    secret = address.partition("secret=")[2].partition("&")[0]
    return _page(
        request,
        "enrol",
        "Thiết lập xác thực hai bước",
        form=form,
        picture=segno.make(address, error="m", micro=False).svg_data_uri(scale=5),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        needed=must_have(request.user),
    )


@declare(Door.STAFF)
def own_view(request: HttpRequest) -> HttpResponse:
    """One's own second factor: how many codes are left, new ones, and giving it up where the role allows."""
    device = device_of(request.user)
    if device is None:
        return redirect("admin:enrol_factor")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = {"code": form.cleaned_data["code"], **_who(request)}
        if "off" in request.POST:
            codes, refusal = [], second_factor.turn_off(**asked)
        else:
            codes, refusal = second_factor.renew_codes(**asked)
        if codes:
            return _page(request, "codes", "Mã khôi phục", codes=codes)
        if not refusal:
            messages.success(request, "Đã tắt xác thực hai bước.")
            return redirect("admin:index")
        form.add_error("code", refusal)
    more = {"left": codes_left(request.user), "needed": must_have(request.user)}
    return _page(request, "own", "Xác thực hai bước", form=form, **more)


def _half_in(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and user.is_active and user.is_staff and owed(user) != Owed.NOTHING


def _who(request: HttpRequest) -> dict:
    return {"user": request.user, "now": timezone.now(), "address": client_address(request.META)}


def _let_in(request: HttpRequest, device) -> None:
    # What was known of the session while it was half signed in is worth nothing afterwards.
    request.session.cycle_key()
    verified_by(request, device)


def _onward(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "admin:index"


def _page(request: HttpRequest, name: str, title: str, **more) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, **more}
    return TemplateResponse(request, f"admin/access/{name}.html", context)
