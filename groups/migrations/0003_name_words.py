"""Stored keys, the vocabulary and the inverted index of names.

Why raw SQL (``groups.models.name_index``): an index on an expression of lexemes and a full-text table belong to one
database each. Reverse: the index is dropped, then the columns. The vendor is asked at run time.
"""

from collections import Counter

from django.db import migrations, models

import groups.models.name_index
from groups.domain.abbreviations import index_words, name_key, spelled_out
from groups.models import name_index


def fill(apps, schema_editor):
    names = apps.get_model("groups", "GroupName").objects
    words = Counter()
    batch = []
    for row in names.all().iterator(chunk_size=2000):
        row.spelled, row.words = spelled_out(row.name), index_words(row.name)
        row.squash = name_key(row.name)
        words.update(row.words.split())
        batch.append(row)
    names.bulk_update(batch, ["spelled", "squash", "words"], batch_size=200)
    vocabulary = apps.get_model("groups", "NameWord")
    vocabulary.objects.bulk_create(
        (vocabulary(word=word, is_pair="_" in word, names=count) for word, count in words.items()), batch_size=500
    )


def install(apps, schema_editor):
    name_index.install(schema_editor.connection)


def remove(apps, schema_editor):
    name_index.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("word", models.CharField(max_length=401, primary_key=True, serialize=False)),
                ("is_pair", models.BooleanField()),
                ("names", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["word"], condition=models.Q(is_pair=False), name="single_words")]
            },
        ),
        migrations.AddField(
            "groupname",
            "spelled",
            models.CharField(editable=False, max_length=2000, default=""),
            preserve_default=False,
        ),
        migrations.AlterField("groupname", "squash", models.CharField(db_index=True, editable=False, max_length=2000)),
        migrations.AddField(
            "groupname",
            "words",
            groups.models.name_index.WordsField(editable=False, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
