"""Letters that are sent after an act, and the guard that a returned proposal names a reason of the list.

Backwards all guards are taken off first and the earlier ones installed again, for SQLite rebuilds no table of which a guard
of another table speaks.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from groups.models import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0009_posting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, install),
        migrations.AddField(
            model_name="directive",
            name="reminded_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="người nhận")),
                (
                    "shown_address",
                    models.CharField(blank=True, default="", max_length=255, verbose_name="địa chỉ (rút gọn)"),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="tiêu đề")),
                ("body", models.TextField(verbose_name="nội dung")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ gửi"),
                            ("sent", "Đã gửi"),
                            ("failed", "Lỗi, không gửi nữa"),
                            ("no_address", "Không có địa chỉ"),
                        ],
                        max_length=12,
                        verbose_name="trạng thái",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="số lần thử")),
                ("written_at", models.DateTimeField(verbose_name="viết lúc")),
                ("next_try_at", models.DateTimeField(verbose_name="thử lần tới")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="gửi lúc")),
                (
                    "trouble",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="vì sao chưa gửi được"),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outgoing_mail",
                        to="groups.unit",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outgoing_mail",
                        to="groups.registerevent",
                        verbose_name="sự kiện",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="outgoing_mail",
                        to="groups.person",
                        verbose_name="người nhận",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="outgoing_mail",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "thư gửi đi",
                "verbose_name_plural": "thư gửi đi",
                "ordering": ["-pk"],
                "permissions": [("resend_outgoingmail", "Gửi lại thư")],
                "indexes": [models.Index(fields=["state", "next_try_at"], name="mail_by_turn")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["failed", "no_address", "sent", "waiting"])),
                        name="mail_state_known",
                        violation_error_message="Trạng thái không có trong danh mục.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="mail_sent_when",
                    ),
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
