"""A form of a new record that is sent twice writes one record: the second send is led to what the first has written."""

import hashlib
from contextlib import suppress
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html

from ..models import SentForm
from ..services.sent_forms import claim, settle

_FIELD = "sent_once"
_SAID = "Đã được ghi ở lần gửi trước: {} “{}”. Lần gửi này không ghi thêm gì."
_GONE = "Đã được ghi ở lần gửi trước, nhưng mục ấy nay không còn trong sổ. Lần gửi này không ghi thêm gì."
_OTHER = "Biểu mẫu này đã được gửi một lần và đã ghi {}. Lần gửi này có nội dung khác nên chưa có gì được ghi."
_AGAIN = "Nếu muốn sửa mục đã ghi, hãy mở mục ấy; nếu đây là một mục mới, hãy lưu lần nữa."


class SentOnce:
    """Mixed into admin classes: the form that adds a record holds a token, and the template shows it.

    Who sends without one (a page from before the token was there) is written as ever.
    """

    def _changeform_view(self, request, object_id, form_url, extra_context):
        # Here, and not around it: Django has opened the transaction that writes the record.
        if object_id is not None:
            return super()._changeform_view(request, object_id, form_url, extra_context)
        if not self.has_add_permission(request):
            raise PermissionDenied
        token, sent, first = _token(request), None, True
        request.written = None  # not what an attempt wrote that was taken back (``Careful``)
        if request.method == "POST" and token:
            digest, now = _digest(request), timezone.now()
            sent, first = claim(by=request.user, form=self.opts.label_lower, token=token, digest=digest, now=now)
            if not first and sent.digest == digest:
                return self._lead_to(request, sent)
        request.sent_before = None if first else sent
        shown = {_FIELD: token if token and first else uuid4()}
        answer = super()._changeform_view(request, object_id, form_url, shown | (extra_context or {}))
        if sent and first:
            settle(sent, written=request.written)
        return answer

    def response_add(self, request, obj, post_url_continue=None):
        request.written = obj.pk
        return super().response_add(request, obj, post_url_continue)

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None and (before := getattr(request, "sent_before", None)):
            own = {"refusal": self._other_content(request, before)}
            kwargs["form"] = type("SentBefore", (_SentBefore, kwargs.get("form", self.form)), own)
        return super().get_form(request, obj, change=change, **kwargs)

    def _first(self, request, sent: SentForm):
        """Return what the first send has written, or None where it is gone, or another's by now."""
        return self.get_queryset(request).filter(pk=sent.written).first()

    def _lead_to(self, request, sent: SentForm):
        first = self._first(request, sent)
        if first is None:
            messages.warning(request, _GONE)
            return self.response_post_save_add(request, first)
        if IS_POPUP_VAR in request.POST:
            return self.response_add(request, first)
        messages.warning(request, _SAID.format(self.opts.verbose_name, first))
        return redirect(self._page_of(first))

    def _other_content(self, request, sent: SentForm) -> str:
        first = self._first(request, sent)
        told = "một mục nay không còn trong sổ"
        if first is not None:
            told = format_html('<a href="{}">{} “{}”</a>', self._page_of(first), self.opts.verbose_name, first)
        return format_html(f"{_OTHER} {_AGAIN}", told)

    def _page_of(self, row) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])


class _SentBefore:
    """A form that comes back with what was typed in it: what it bears was not what was written."""

    refusal = ""

    def clean(self):
        super().clean()
        raise ValidationError(self.refusal)


def _token(request) -> UUID | None:
    with suppress(ValueError):
        return UUID(request.POST.get(_FIELD, ""))
    return None


def _digest(request) -> str:
    """Return what was sent, whichever button was pressed, as a keyed hash."""
    aside = ("_", "csrfmiddlewaretoken", _FIELD)
    typed = sorted((name, values) for name, values in request.POST.lists() if not name.startswith(aside))
    files = sorted((name, file.name, _content(file)) for name, file in request.FILES.items())
    return salted_hmac(__name__, repr((typed, files)), algorithm="sha256").hexdigest()


def _content(file) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
