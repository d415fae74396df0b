"""Accounts of staff, for the role Quản trị. Nobody can raise himself."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from ..domain.vocabulary import LOADER
from ..queries.staff import staff_name
from ..services.accounts import give_one_time_password
from .bases import ClosedLookups, Titled

User = get_user_model()
admin.site.unregister(User)
admin.site.unregister(Group)


class AccountForm(forms.ModelForm):
    """An account: who, which roles, whether it may sign in."""

    class Meta:
        model = User
        fields = ["username", "last_name", "first_name", "email", "groups", "is_active"]
        labels = {"groups": "Vai trò", "email": "Thư điện tử", "last_name": "Họ và tên đệm", "first_name": "Tên"}
        help_texts = {
            "groups": "Vai trò quyết định tài khoản được làm gì.",
            "is_active": "Bỏ chọn khi người này thôi việc; không xoá tài khoản vì sổ còn ghi tên.",
        }
        widgets = {"groups": forms.CheckboxSelectMultiple}


@admin.register(User)
class AccountAdmin(Titled, ClosedLookups, admin.ModelAdmin):
    """Staff accounts. Passwords are given out for one use and never typed here."""

    form = AccountForm
    list_display = ["username", "full_name", "roles", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    nothing_yet = "Chưa có tài khoản nào."
    search_fields = ["username", "first_name", "last_name"]
    change_form_template = "admin/accounts/change_form.html"

    @admin.display(description="họ và tên")
    def full_name(self, user):
        return staff_name(user) if user.last_name or user.first_name else ""

    @admin.display(description="vai trò")
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all()) or ("Siêu quản trị" if user.is_superuser else "—")

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(username=LOADER).prefetch_related("groups")

    def has_change_permission(self, request, obj=None):
        # A superuser is changed by a superuser; nobody changes his own roles.
        allowed = super().has_change_permission(request, obj)
        if obj is None or request.user.is_superuser:
            return allowed
        return allowed and not obj.is_superuser and obj.pk != request.user.pk

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.is_staff = True
        if change:
            super().save_model(request, obj, form, change)
        else:
            self._give_password(request, obj)

    def get_urls(self):
        view = self.admin_site.admin_view(self.new_password_view)
        return [path("<int:pk>/mat-khau-moi/", view, name="auth_user_new_password"), *super().get_urls()]

    @method_decorator(require_POST)
    def new_password_view(self, request, pk):
        """Give a one-time password and show it once."""
        user = self.get_object(request, str(pk))
        if user is None or not self.has_change_permission(request, user):
            messages.error(request, "Bạn không đặt lại được mật khẩu của tài khoản này.")
        else:
            self._give_password(request, user)
        return HttpResponseRedirect(reverse("admin:auth_user_changelist"))

    @staticmethod
    def _give_password(request, user) -> None:
        password = give_one_time_password(user)
        messages.warning(
            request,
            f"Mật khẩu dùng một lần của {user.username}: {password}. Hãy trao tận tay và đừng gửi qua nhóm chat; "
            "trang này không hiện lại mật khẩu.",
        )
