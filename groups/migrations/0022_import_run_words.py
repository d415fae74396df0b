"""What imports are called where they are counted; no table changes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("groups", "0021_sent_form")]

    operations = [
        migrations.AlterModelOptions(
            name="importrun",
            options={
                "ordering": ["-pk"],
                "verbose_name": "lần nhập từ tệp",
                "verbose_name_plural": "lần nhập từ tệp",
            },
        ),
    ]
