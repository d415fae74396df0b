"""The inverted index of names: which names hold which words, asked in one way on both databases.

PostgreSQL: a GIN index on the words as lexemes. SQLite: an FTS5 table beside the table of names, kept by triggers.
Trigram indexes do not scale to a million names; names are made of a few thousand folded syllables, and these do.

SQLite drops a table's triggers when a migration rebuilds the table of names: such a migration must call
:func:`install` again.
"""

from django.db import models

from ..domain.name_query import AllOf, AnyOf

_NAMES, _INDEX = "groups_groupname", "groups_nameindex"
_LEXEMES = "array_to_tsvector(string_to_array({words}, ' '))"


class WordsField(models.TextField):
    """Distinct folded words, separated by spaces. ``words__hold=(expression, limit)`` asks the index."""


@WordsField.register_lookup
class Hold(models.Lookup):
    """Rows whose words fulfil an expression; at most ``limit`` of them, in no order that means anything."""

    lookup_name = "hold"

    def get_prep_lookup(self):
        return self.rhs

    def as_sqlite(self, compiler, connection):
        expression, limit = self.rhs
        # Inside, so that the search ends early; the whole answer to a common word would be half the table.
        inner = f"SELECT rowid FROM {_INDEX} WHERE {_INDEX} MATCH %s LIMIT %s"  # noqa: S608  our own table
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        return f'{table}."id" IN ({inner})', [_text(expression, '"', " AND ", " OR "), limit]

    def as_postgresql(self, compiler, connection):
        question, limit = self.rhs
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        # One scan for each alternative: a scan for all of them at once would read the list of every common word.
        alternatives = question.operands if isinstance(question, AnyOf) else (question,)
        condition = f"{_LEXEMES.format(words='words')} @@ %s::tsquery"
        scan = f"(SELECT id FROM {_NAMES} WHERE {condition} LIMIT %s)"  # noqa: S608  our own table
        inner = " UNION ALL ".join([scan] * len(alternatives))
        texts = [_text(alternative, "'", " & ", " | ") for alternative in alternatives]
        share = max(limit // len(alternatives), min(limit, 30))
        return f'{table}."id" IN ({inner})', [value for text in texts for value in (text, share)]


def _text(part, quote: str, all_of: str, any_of: str) -> str:
    """Return the expression in a database's own words. Only letters and digits reach it, so nothing needs escaping."""
    if isinstance(part, str):
        if not part.replace("_", "").isalnum():
            raise ValueError("A word of the index holds letters and digits only.")
        return f"{quote}{part}{quote}"
    between = all_of if isinstance(part, AllOf) else any_of
    return "(" + between.join(_text(operand, quote, all_of, any_of) for operand in part.operands) + ")"


def install(connection) -> None:
    """Create the index in the database of ``connection`` and fill it from the names that are there."""
    statements = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection) -> None:
    """Drop the index: for the reverse of the migration."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP INDEX IF EXISTS name_by_words")
            return
        for moment in ("insert", "update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS name_index_{moment}")
        cursor.execute(f"DROP TABLE IF EXISTS {_INDEX}")


_POSTGRESQL = [
    f"CREATE INDEX IF NOT EXISTS name_by_words ON {_NAMES} USING gin (({_LEXEMES.format(words='words')}))"
    # Names are looked for far more often than given, so none may wait in a list that every search has to read.
    " WITH (fastupdate = off)",
]
_FORGET = f"INSERT INTO {_INDEX}({_INDEX}, rowid, words) VALUES ('delete', OLD.id, OLD.words);"  # noqa: S608  names of our own tables
_LEARN = f"INSERT INTO {_INDEX}(rowid, words) VALUES (NEW.id, NEW.words);"  # noqa: S608  names of our own tables
_SQLITE = [
    # Positions are not kept: words are distinct, and their order is judged afterwards.
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {_INDEX} USING fts5(words, content='{_NAMES}', content_rowid='id',"
    " detail=none, columnsize=0, tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")",
    f"INSERT INTO {_INDEX}({_INDEX}) VALUES ('rebuild')",  # noqa: S608  names of our own tables
    "DROP TRIGGER IF EXISTS name_index_insert",
    f"CREATE TRIGGER name_index_insert AFTER INSERT ON {_NAMES} BEGIN {_LEARN} END",
    "DROP TRIGGER IF EXISTS name_index_update",
    f"CREATE TRIGGER name_index_update AFTER UPDATE OF words ON {_NAMES} BEGIN {_FORGET} {_LEARN} END",
    "DROP TRIGGER IF EXISTS name_index_delete",
    f"CREATE TRIGGER name_index_delete AFTER DELETE ON {_NAMES} BEGIN {_FORGET} END",
]
