// columns come and go
//
// Revision ID: columns
// Revises: comments
// Create Date: 2026-05-06 09:00:00 UTC

package versions

import "github.com/gmig/gmig/op"

func init() {
	All.Add(op.Revision{
		ID:      "columns",
		Revises: []string{"comments"},
		Message: "columns come and go",
		Up: each(
			run(
				op.AddColumn("books", op.Column("pages", op.Int(32)).NotNull().Default("1")),
				op.AddColumn("books", op.Column("seen", op.Time).Default("CURRENT_TIMESTAMP")),
				op.Exec("UPDATE books SET seen = NULL"),
				op.AddColumn("books", op.Column("double", op.Int(32)).Generated("pages * 2")),
				op.DropColumn("books", "price"),
			),
			on("sqlite", op.AddColumn("books", op.Column("triple", op.Int(32)).Generated("pages * 3").Virtual())),
			on("sqlite", op.AddColumn("books", op.Column("sorted", op.Text).Collate("NOCASE"))),
			on("postgres",
				op.AddColumn("books", op.Column("sorted", op.Text).Collate("C")),
				op.AddColumn("books", op.Column("always", op.Int(64)).NotNull().Identity("ALWAYS")),
				op.AddColumn("books", op.Column("rank", op.Int(64)).NotNull().Identity("BY DEFAULT")),
			),
		),
		Down: each(
			on("postgres",
				op.DropColumn("books", "rank"),
				op.DropColumn("books", "always"),
			),
			on("sqlite", op.DropColumn("books", "triple")),
			run(
				op.DropColumn("books", "sorted"),
				op.AddColumn("books", op.Column("price", op.Decimal(10, 2))),
				op.DropColumn("books", "double"),
				op.DropColumn("books", "seen"),
				op.DropColumn("books", "pages"),
			),
		),
	})
}
