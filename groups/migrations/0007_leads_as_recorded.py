"""An administrator keeps the words it was recorded with; more rows are guarded.

Why raw SQL: see ``0002_guards``. Backwards the guards are taken off first, for one of them names the new column, and
the earlier migrations install anew those that they know.
"""

import django.core.validators
from django.db import migrations, models

import groups.models.fields
from groups.models import guards


def remember(apps, schema_editor):
    # The words of models/administrator.py as they were before this migration.
    rows = apps.get_model("groups", "Administrator").objects.select_related("person")
    for row in rows.iterator():
        person = row.person
        mark = "[?]" if person and person.uncertain else ""
        name = " ".join(filter(None, [person.honorific, person.full_name, mark])) if person else ""
        text = ", ".join(filter(None, [name, row.post or (person.post if person else "")]))
        row.shown = text + " [?]" if row.uncertain and "[?]" not in text else text
        row.save(update_fields=["shown"])


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("groups", "0006_publication")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, install),
        migrations.AddField(
            model_name="administrator",
            name="shown",
            field=models.CharField(default="", editable=False, max_length=300),
        ),
        migrations.AlterField(
            model_name="document",
            name="number",
            field=models.CharField(
                help_text="Chỉ phần số, ví dụ 1496",
                max_length=20,
                validators=[
                    groups.models.fields.validate_public_text,
                    django.core.validators.RegexValidator(
                        "/", "Chỉ ghi phần số, ví dụ 1496; phần sau dấu gạch chéo ghi ở ô ký hiệu.", inverse_match=True
                    ),
                ],
                verbose_name="số",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="subject",
            field=models.TextField(
                max_length=500,
                validators=[django.core.validators.MaxLengthValidator(500), groups.models.fields.validate_public_text],
                verbose_name="trích yếu",
            ),
        ),
        migrations.AlterField(
            model_name="letterhead",
            name="name",
            field=models.CharField(
                max_length=200,
                validators=[groups.models.fields.validate_public_text],
                verbose_name="tên cơ quan ban hành",
            ),
        ),
        migrations.AlterField(
            model_name="letterhead",
            name="place",
            field=models.CharField(
                help_text="Đứng trước ngày tháng, ví dụ: Tân Bình",
                max_length=100,
                validators=[groups.models.fields.validate_public_text],
                verbose_name="địa danh",
            ),
        ),
        migrations.AlterField(
            model_name="letterhead",
            name="recipients",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Mỗi dòng một nơi nhận.",
                validators=[django.core.validators.MaxLengthValidator(4000), groups.models.fields.validate_public_text],
                verbose_name="nơi nhận",
            ),
        ),
        migrations.AlterField(
            model_name="letterhead",
            name="signer_name",
            field=models.CharField(
                blank=True,
                default="",
                max_length=100,
                validators=[groups.models.fields.validate_public_text],
                verbose_name="họ tên người ký",
            ),
        ),
        migrations.AlterField(
            model_name="letterhead",
            name="signer_title",
            field=models.CharField(
                blank=True,
                default="",
                max_length=100,
                validators=[groups.models.fields.validate_public_text],
                verbose_name="chức vụ người ký",
            ),
        ),
        migrations.AlterField(
            model_name="letterhead",
            name="superior",
            field=models.CharField(
                help_text="Ví dụ: UBND quận …",
                max_length=200,
                validators=[groups.models.fields.validate_public_text],
                verbose_name="cơ quan chủ quản",
            ),
        ),
        migrations.AlterField(
            model_name="letterhead",
            name="symbol",
            field=models.CharField(
                help_text="Phần sau số văn bản, ví dụ: GDĐT",
                max_length=40,
                validators=[groups.models.fields.validate_public_text],
                verbose_name="ký hiệu",
            ),
        ),
        migrations.AlterField(
            model_name="missingrow",
            name="note",
            field=models.TextField(
                blank=True,
                default="",
                validators=[django.core.validators.MaxLengthValidator(4000), groups.models.fields.validate_public_text],
                verbose_name="ghi chú",
            ),
        ),
        migrations.AlterField(
            model_name="missingrow",
            name="source_row",
            field=models.CharField(
                max_length=10, validators=[groups.models.fields.validate_public_text], verbose_name="số thứ tự"
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="honorific",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Ông, Bà …",
                max_length=10,
                validators=[groups.models.fields.validate_public_text],
                verbose_name="xưng hô",
            ),
        ),
        migrations.AlterField(
            model_name="registerevent",
            name="reason",
            field=models.TextField(
                blank=True,
                default="",
                validators=[django.core.validators.MaxLengthValidator(4000), groups.models.fields.validate_public_text],
                verbose_name="lý do",
            ),
        ),
        migrations.AlterField(
            model_name="workgroup",
            name="directive_text",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Như văn bản ghi. Sẽ công khai.",
                validators=[django.core.validators.MaxLengthValidator(4000), groups.models.fields.validate_public_text],
                verbose_name="hướng xử lý (ghi trên danh sách)",
            ),
        ),
        migrations.AlterField(
            model_name="workgroup",
            name="members_text",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Sẽ công khai: ghi theo chức vụ và loại đơn vị, ví dụ “Hiệu trưởng các trường tiểu học”; không ghi danh sách cá nhân, số điện thoại.",
                validators=[django.core.validators.MaxLengthValidator(4000), groups.models.fields.validate_public_text],
                verbose_name="thành viên (ghi trên danh sách)",
            ),
        ),
        migrations.AlterField(
            model_name="workgroup",
            name="purpose",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Nhóm dùng để làm gì. Sẽ công khai.",
                validators=[django.core.validators.MaxLengthValidator(4000), groups.models.fields.validate_public_text],
                verbose_name="mục đích",
            ),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
