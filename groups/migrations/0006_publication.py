"""Published lists, their files and their signed copies.

Why raw SQL: see ``0002_guards``. The guards of the three tables are new and go with their tables.
Backwards all are taken off first and the earlier ones installed again, for SQLite rebuilds no table of which a guard of
another one speaks.
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
        ("groups", "0005_reports_stand"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, install),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="lần công bố")),
                ("event_number", models.PositiveBigIntegerField(verbose_name="đến sự kiện số")),
                ("as_of", models.DateField(verbose_name="danh sách của ngày")),
                (
                    "grouping",
                    models.CharField(
                        blank=True,
                        choices=[("", "không chia mục"), ("level", "cấp học"), ("platform", "ứng dụng")],
                        default="",
                        max_length=10,
                        verbose_name="xếp theo",
                    ),
                ),
                ("content", models.JSONField(verbose_name="nội dung")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256 của nội dung")),
                ("published_at", models.DateTimeField(verbose_name="công bố lúc")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="groups.unit",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "covering",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="groups.document",
                        verbose_name="văn bản kèm theo",
                    ),
                ),
                (
                    "letterhead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="groups.letterhead",
                        verbose_name="tiêu đề cơ quan",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người công bố",
                    ),
                ),
            ],
            options={
                "verbose_name": "danh sách đã công bố",
                "verbose_name_plural": "danh sách đã công bố",
                "ordering": ["-published_at", "-number"],
                "permissions": [("publish_list", "Công bố danh sách, ghi bản đã ký")],
            },
        ),
        migrations.CreateModel(
            name="PublishedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField(verbose_name="nội dung tệp")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("electronic", "Danh sách, bản điện tử"),
                            ("paper", "Danh sách, bản giấy"),
                            ("notice", "Thông báo thay đổi"),
                        ],
                        max_length=12,
                        verbose_name="loại",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="tạo lúc")),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="groups.publication",
                        verbose_name="lần công bố",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp đã công bố",
                "verbose_name_plural": "tệp đã công bố",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SignedCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField(verbose_name="nội dung tệp")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                ("report", models.JSONField(verbose_name="kết quả kiểm tra")),
                ("added_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_copies",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_copies",
                        to="groups.publication",
                        verbose_name="lần công bố",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản đã ký",
                "verbose_name_plural": "bản đã ký",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(fields=("authority", "number"), name="publication_number_once"),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="publication_from_one"),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(("grouping__in", ["", "level", "platform"])),
                name="publication_grouping_known",
                violation_error_message="Cách xếp không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedfile",
            constraint=models.UniqueConstraint(fields=("publication", "kind"), name="published_file_once"),
        ),
        migrations.AddConstraint(
            model_name="publishedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["electronic", "notice", "paper"])),
                name="published_file_kind_known",
                violation_error_message="Loại tệp không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signedcopy",
            constraint=models.UniqueConstraint(fields=("publication", "sha256"), name="signed_copy_once"),
        ),
        migrations.RunPython(install, remove),
    ]
