"""Accounts of staff, for the role Quản trị. Nobody can raise himself."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..domain.vocabulary import LOADER
from ..models import Posting
from ..queries.authorities import authorities, authorities_of, own_authorities
from ..queries.staff import staff_name
from ..services.accounts import give_new_password
from ..services.errors import ActRefused
from ..services.postings import post
from ..services.second_factor import reset_factor
from .bases import ClosedLookups, Titled
from .sent_once import SentOnce
from .stale import Careful

User = get_user_model()
admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.unregister(TOTPDevice)  # it would show secrets, and let an administrator write his own


class AccountForm(forms.ModelForm):
    """An account: who, which roles, whether it may sign in."""

    offices = forms.ModelMultipleChoiceField(
        authorities(),
        label="Cơ quan",
        widget=forms.CheckboxSelectMultiple,
        help_text="Tài khoản chỉ thấy và chỉ ghi được hồ sơ của các cơ quan được đánh dấu.",
        error_messages={"required": "Hãy chọn ít nhất một cơ quan mà tài khoản này làm việc."},
    )

    class Meta:
        model = User
        fields = ["username", "last_name", "first_name", "email", "groups", "is_active"]
        labels = {"groups": "Vai trò", "email": "Thư điện tử", "last_name": "Họ và tên đệm", "first_name": "Tên"}
        help_texts = {
            "username": "Không quá 150 ký tự: chữ, số và các dấu @ . + - _.",
            "groups": "Vai trò quyết định tài khoản được làm gì.",
            "is_active": "Bỏ chọn khi người này thôi việc; không xoá tài khoản vì sổ còn ghi tên.",
        }
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def clean_username(self):
        """Refuse a name that differs from another only in capitals: two people would take it for one."""
        name = self.cleaned_data["username"]
        # Compared here: SQLite knows the capitals of plain letters alone. An office has some dozen accounts.
        others = User.objects.exclude(pk=self.instance.pk).values_list("username", flat=True)
        if "username" in self.changed_data and name.casefold() in map(str.casefold, others):
            raise forms.ValidationError("Đã có tài khoản mang tên này (không kể chữ hoa, chữ thường).")
        return name


def account_form(user) -> type[AccountForm]:
    """Return the form as ``user`` may fill it in: with the offices that are his to give."""

    class Form(AccountForm):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            offices, given = authorities_of(user), list(offices_of(self.instance))
            field = self.fields["offices"]
            field.queryset = offices
            field.initial = given or (list(offices) if offices.count() == 1 else [])
            field.required = offices.count() > 1  # one alone need not be said, and at first there is none

        def clean_offices(self):
            chosen = self.cleaned_data["offices"]
            return chosen or (authorities_of(user) if authorities_of(user).count() == 1 else chosen)

    return Form


def offices_of(user):
    """Return the offices to which ``user`` was posted."""
    return authorities().filter(pk__in=Posting.objects.filter(user=user.pk).values("authority"))


class RoleFilter(admin.RelatedFieldListFilter):
    """Accounts by their role. Django would head it "nhóm", which here is a chat."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "vai trò"


@admin.register(User)
class AccountAdmin(SentOnce, Careful, Titled, ClosedLookups, admin.ModelAdmin):
    """Staff accounts. Passwords are given out for one use and never typed here."""

    form = AccountForm
    list_display = ["username", "full_name", "roles", "offices", "is_active", "last_login"]
    list_filter = [("groups", RoleFilter), "is_active"]
    nothing_yet = "Chưa có tài khoản nào."
    search_fields = ["username", "first_name", "last_name"]
    change_form_template = "admin/accounts/change_form.html"

    @admin.display(description="họ và tên")
    def full_name(self, user):
        return staff_name(user) if user.last_name or user.first_name else ""

    @admin.display(description="vai trò")
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all()) or ("Siêu quản trị" if user.is_superuser else "—")

    @admin.display(description="cơ quan")
    def offices(self, user):
        return ", ".join(posting.authority.code for posting in user.postings.all()) or "—"

    def get_queryset(self, request):
        found = super().get_queryset(request).exclude(username=LOADER)
        own = own_authorities(request.user)
        if own is not None:
            # Who works for other offices alone is as if he did not exist.
            mine = Posting.objects.filter(authority__in=own)
            found = found.filter(Q(postings__isnull=True) | Q(pk__in=mine.values("user")))
        return found.prefetch_related("groups", "postings__authority")

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change=change, form=account_form(request.user), **kwargs)

    def has_change_permission(self, request, obj=None):
        # A superuser is changed by a superuser; nobody changes his own roles.
        allowed = super().has_change_permission(request, obj)
        if obj is None or request.user.is_superuser:
            return allowed
        return allowed and not obj.is_superuser and obj.pk != request.user.pk and self._wholly_ours(request, obj)

    @staticmethod
    def _wholly_ours(request, obj) -> bool:
        # A role counts in every office of an account: who also works elsewhere is changed by who works there too.
        own = own_authorities(request.user)
        return own is None or not Posting.objects.filter(user=obj).exclude(authority__in=own).exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

    def save_model(self, request, obj, form, change):
        obj.is_staff = True
        if change:
            super().save_model(request, obj, form, change)
        else:
            self._give_password(request, obj)
        if "offices" in form.cleaned_data:
            post(user=obj, to=form.cleaned_data["offices"], among=authorities_of(request.user))

    def get_urls(self):
        site = self.admin_site.admin_view
        own = [
            path("<int:pk>/mat-khau-moi/", site(self.new_password_view), name="auth_user_new_password"),
            path("<int:pk>/bo-xac-thuc/", site(self.reset_factor_view), name="auth_user_reset_factor"),
        ]
        return own + super().get_urls()

    @method_decorator(require_POST)
    def reset_factor_view(self, request, pk):
        """Take the second factor from somebody who lost his phone and his codes."""
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            messages.error(request, "Bạn không bỏ được xác thực hai bước của tài khoản này.")
            return HttpResponseRedirect(reverse("admin:auth_user_changelist"))
        try:
            reset_factor(user=user, by=request.user, now=timezone.now())
        except ActRefused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Đã bỏ xác thực hai bước của {user.username}; việc này đã được ghi lại.")
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[user.pk]))

    @method_decorator(require_POST)
    def new_password_view(self, request, pk):
        """Give a one-time password and show it once."""
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            messages.error(request, "Bạn không đặt lại được mật khẩu của tài khoản này.")
        else:
            try:
                self._give_password(request, user)
            except ActRefused as error:
                messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:auth_user_changelist"))

    @staticmethod
    def _give_password(request, user) -> None:
        password = give_new_password(user=user, by=request.user, now=timezone.now())
        messages.warning(
            request,
            f"Mật khẩu dùng một lần của {user.username}: {password}. Hãy trao tận tay và đừng gửi qua nhóm chat; "
            "trang này không hiện lại mật khẩu.",
        )
