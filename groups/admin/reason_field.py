"""The choice of a coded reason. Each option carries its sentence, with which a small script fills the box below."""

from django import forms

from ..domain.reasons import REASONS, reason_of


class ReasonSelect(forms.Select):
    """A list whose options know their sentence."""

    class Media:
        js = [forms.Script("js/reason.js", type="module")]

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if reason := reason_of(value):
            option["attrs"]["data-sentence"] = reason.sentence
        return option


def reason_code_field() -> forms.ChoiceField:
    """Ask for one of ``domain.reasons``."""
    return forms.ChoiceField(
        label="Vì sao",
        choices=[("", "— chọn lý do —"), *((code.value, reason.label) for code, reason in REASONS.items())],
        widget=ReasonSelect,
        error_messages={"required": "Hãy chọn lý do trong danh mục."},
        help_text="Chọn lý do; câu mẫu hiện ở ô bên dưới và sửa được.",
    )
