"""Confirming that a chat is not the office's, and taking it back. A form asks; the service decides and writes."""

from django import forms

from ..domain.links import BadLink, parse_link
from ..models import ReportedChat
from ..services.reports import confirm_report, withdraw_report
from .basis import area, link_field
from .picks import pick_document


class ReportForm(forms.Form):
    """A name, a link, or both; what it rests on."""

    button = "Xác nhận là nhóm lạ"

    name = forms.CharField(
        label="Tên nhóm bị báo",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Đúng như tên hiện trong ứng dụng. Sẽ công khai: người hỏi tên này sẽ được cảnh báo.",
    )
    url = link_field(
        label="Liên kết mời của nhóm đó",
        required=False,
        help_text="Đừng tự vào nhóm để lấy. Không bao giờ công khai; chỉ để trả lời người hỏi đúng liên kết này.",
    )
    document = pick_document(label="Văn bản", help_text="Không bắt buộc. Văn bản chưa có thì ghi trước ở mục Văn bản.")
    note = area("Ghi chú nội bộ", required=False, help_text="Ai báo, đã kiểm tra thế nào. Chỉ cán bộ xem.")

    def clean_url(self):
        url = self.cleaned_data["url"]
        if url:
            try:
                parse_link(url)
            except BadLink as error:
                raise forms.ValidationError(str(error)) from error
        return url

    def clean(self):
        data = super().clean()
        if not data.get("name") and not data.get("url") and not self.errors:
            self.add_error("name", "Cần ghi tên nhóm, liên kết mời, hoặc cả hai.")
        return data

    def perform(self, *, by, now) -> ReportedChat:
        """Confirm. Raise ActRefused where it may not be."""
        return confirm_report(by=by, now=now, **self.cleaned_data)


class WithdrawForm(forms.Form):
    """Why a report was a mistake."""

    button = "Rút lại xác nhận"

    reason = area("Lý do rút lại", max_length=300, help_text="Vì sao xác nhận trước đây là nhầm. Chỉ cán bộ xem.")

    def __init__(self, *args, report: ReportedChat, **kwargs):
        super().__init__(*args, **kwargs)
        self.report = report

    def perform(self, *, by, now) -> ReportedChat:
        """Withdraw. Raise ActRefused where it may not be."""
        return withdraw_report(report=self.report, by=by, now=now, reason=self.cleaned_data["reason"])
