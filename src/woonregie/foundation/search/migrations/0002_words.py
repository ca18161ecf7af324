"""The index of words: a full-text table on SQLite, a GIN index on PostgreSQL."""

from django.db import migrations

SQLITE = """
CREATE VIRTUAL TABLE search_words
USING fts5(title, words, marks, tokenize = 'ascii', prefix = '2 3')
"""
# No foreign key to the rows: emptying them, as a test does, would be refused.
POSTGRESQL = """
CREATE TABLE search_words (row_id bigint PRIMARY KEY, words tsvector NOT NULL);
CREATE INDEX search_words_gin ON search_words USING gin (words);
"""


def forwards(_apps, schema_editor):
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def backwards(_apps, schema_editor):
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
