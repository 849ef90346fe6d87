// tables that refer to each other
//
// Revision ID: tables
// Revises: rows
// Create Date: 2026-05-03 09:00:00 UTC

package versions

import "github.com/gmig/gmig/op"

func init() {
	All.Add(op.Revision{
		ID:      "tables",
		Revises: []string{"rows"},
		Message: "tables that refer to each other",
		Up: run(
			op.CreateTable("authors",
				op.Column("id", op.Uint(64)).AutoIncrement(),
				op.Column("name", op.String(64)).NotNull(),
				op.Column("born", op.Int(32)),
				op.PrimaryKey("id").Named("pk_authors"),
			),
			op.CreateTable("books",
				op.Column("id", op.Uint(64)).AutoIncrement(),
				op.Column("title", op.String(64)),
				op.Column("author_id", op.Uint(64)),
				op.Column("price", op.Decimal(10, 2)),
				op.PrimaryKey("id"),
				op.ForeignKey("fk_books_author", "author_id").References("authors", "id").OnDelete("CASCADE").OnUpdate("CASCADE"),
			),
			op.CreateTable("pairs",
				op.Column("a", op.Int(32)).NotNull(),
				op.Column("b", op.Int(32)).NotNull(),
				op.PrimaryKey("a", "b"),
				op.Check("", "a <> b OR a IN (5, 7)"),
			),
			op.Exec("INSERT INTO authors (name, born) VALUES ('ada', 1815), ('grace', 1906)"),
			op.Exec("INSERT INTO books (title, author_id, price) VALUES ('notes', 1, 9.5), ('flow', 2, NULL), (NULL, 2, 1)"),
			op.Exec("INSERT INTO pairs VALUES (1, 2), (2, 1)"),
			op.Exec("").
				On("sqlite", "CREATE TRIGGER titled AFTER INSERT ON books BEGIN UPDATE books SET title = 'new; --' WHERE title IS NULL; END").
				On("postgres", "CREATE VIEW titles AS SELECT id AS n FROM books"),
		),
		Down: run(
			op.Exec("").On("postgres", "DROP VIEW titles"),
			op.DropTable("pairs"),
			op.DropTable("books"),
			op.DropTable("authors"),
		),
	})
}
