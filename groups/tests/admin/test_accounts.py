"""Accounts: nobody raises himself, and a given password is used once."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from groups.services.accounts import create_first_accounts, loader
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, ROLES, SPECIALIST

from ..factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
User = get_user_model()


def sign_in(client, role=ADMINISTRATOR):
    user = make_user(role=role)
    assert client.login(username=user.username, password=PASSWORD)
    return user


@pytest.mark.parametrize("role", [SPECIALIST, LEADER, CLERK])
def test_other_roles_see_no_accounts(client, role):
    sign_in(client, role)
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 403


def test_an_administrator_changes_neither_himself_nor_a_superuser(client):
    own = sign_in(client)
    root = make_user(role=None, username="root", superuser=True)
    for user in (own, root):
        data = {"username": user.username, "groups": [Group.objects.get(name=LEADER).pk], "is_active": "on"}
        assert client.post(reverse("admin:auth_user_change", args=[user.pk]), data).status_code == 403
        client.post(reverse("admin:auth_user_new_password", args=[user.pk]))
        assert User.objects.get(pk=user.pk).password == user.password
    assert [group.name for group in own.groups.all()] == [ADMINISTRATOR]


def test_nobody_becomes_superuser_through_the_form(client):
    sign_in(client)
    data = {"username": "moi", "is_superuser": "on", "is_staff": "on", "is_active": "on", "user_permissions": ["1"]}
    answer = client.post(reverse("admin:auth_user_add"), data, follow=True)
    user = User.objects.get(username="moi")
    assert (user.is_superuser, user.is_staff, user.user_permissions.count()) == (False, True, 0)
    assert "Mật khẩu dùng một lần của moi" in answer.content.decode()


def test_an_account_is_never_deleted(client):
    make_user(role=None, username="root", superuser=True)
    client.login(username="root", password=PASSWORD)
    user = make_user()
    assert client.post(reverse("admin:auth_user_delete", args=[user.pk]), {"post": "yes"}).status_code == 403


def test_the_loader_is_not_among_the_accounts(client):
    sign_in(client)
    assert client.get(reverse("admin:auth_user_change", args=[loader().pk])).status_code == 404


def test_first_accounts_are_made_once_one_a_role():
    first = create_first_accounts()
    assert [role for role, _, _ in first] == list(ROLES)
    assert len({password for _, _, password in first}) == 4
    assert create_first_accounts() == []


def test_a_given_password_opens_nothing_but_the_page_that_replaces_it(client):
    _, username, password = create_first_accounts()[0]
    assert client.login(username=username, password=password)
    change = reverse("admin:password_change")
    for name in ("admin:index", "admin:groups_workgroup_changelist"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.url) == (302, change)
    assert client.get(change).status_code == 200
    new = "mot-mat-khau-rieng-2026"
    client.post(change, {"old_password": password, "new_password1": new, "new_password2": new})
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_roles_hold_exactly_the_permissions_of_the_table():
    for role, codenames in ROLES.items():
        found = Group.objects.get(name=role).permissions.values_list("codename", flat=True)
        assert sorted(found) == sorted(codenames)


@pytest.mark.parametrize(("there", "name"), [("vanthu", "VanThu"), ("đức", "Đức")])
def test_no_two_names_differ_in_capitals_alone(client, there, name):
    sign_in(client)
    make_user(role=None, username=there)
    answer = client.post(reverse("admin:auth_user_add"), {"username": name, "is_active": "on"})
    assert "không kể chữ hoa, chữ thường" in answer.content.decode()
    assert not User.objects.filter(username=name).exists()


def test_accounts_are_filtered_by_role_in_that_word(client):
    sign_in(client)
    page = client.get(reverse("admin:auth_user_changelist")).content.decode()
    assert "Theo vai trò" in page
    assert "Các nhóm" not in page
