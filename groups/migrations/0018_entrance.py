"""What happens at the entrance is written down, and recovery codes are kept as digests. Why the guards: ``0002_guards``."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import groups.domain.staff
from groups.models import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0017_group_note"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, install),
        migrations.CreateModel(
            name="EntryRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            (groups.domain.staff.Entry["SIGNED_IN"], "Đăng nhập"),
                            (groups.domain.staff.Entry["SIGNED_OUT"], "Đăng xuất"),
                            (groups.domain.staff.Entry["FAILED"], "Sai mật khẩu"),
                            (groups.domain.staff.Entry["LOCKED"], "Bị tạm khoá vì sai nhiều lần"),
                            (groups.domain.staff.Entry["UNLOCKED"], "Được mở khoá"),
                            (groups.domain.staff.Entry["PASSWORD"], "Đổi mật khẩu"),
                            (groups.domain.staff.Entry["CODE_FAILED"], "Sai mã xác thực"),
                            (groups.domain.staff.Entry["FACTOR_ON"], "Bật xác thực hai bước"),
                            (groups.domain.staff.Entry["FACTOR_OFF"], "Tắt xác thực hai bước"),
                            (groups.domain.staff.Entry["FACTOR_RESET"], "Được bỏ xác thực hai bước"),
                            (groups.domain.staff.Entry["RECOVERY_USED"], "Dùng mã khôi phục"),
                            (groups.domain.staff.Entry["CODES_RENEWED"], "Tạo lại mã khôi phục"),
                        ],
                        max_length=20,
                        verbose_name="việc",
                    ),
                ),
                ("address", models.CharField(blank=True, default="", max_length=50, verbose_name="từ địa chỉ")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người làm",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt đăng nhập",
                "verbose_name_plural": "nhật ký đăng nhập",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "what__in",
                                [
                                    "code_failed",
                                    "codes_renewed",
                                    "factor_off",
                                    "factor_on",
                                    "factor_reset",
                                    "failed",
                                    "locked",
                                    "password",
                                    "recovery_used",
                                    "signed_in",
                                    "signed_out",
                                    "unlocked",
                                ],
                            )
                        ),
                        name="entry_record_known",
                        violation_error_message="Việc không có trong danh mục.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mã khôi phục",
                "verbose_name_plural": "mã khôi phục",
                "constraints": [models.UniqueConstraint(fields=("user", "digest"), name="recovery_code_once")],
            },
        ),
        migrations.RunPython(install, remove),
    ]
