// what stands behind a table
//
// Revision ID: options
// Revises: tables
// Create Date: 2026-05-04 09:00:00 UTC

package versions

import "github.com/gmig/gmig/op"

func init() {
	All.Add(op.Revision{
		ID:      "options",
		Revises: []string{"tables"},
		Message: "what stands behind a table",
		Up: each(
			on("sqlite", op.CreateTable("words",
				op.Column("word", op.Text).NotNull(), op.PrimaryKey("word")).With("WITHOUT ROWID")),
			on("postgres", op.CreateTable("words",
				op.Column("word", op.Text).NotNull(), op.PrimaryKey("word")).With("WITH (fillfactor=70)")),
			run(op.Exec("INSERT INTO words VALUES ('x')")),
		),
		Down: run(op.DropTable("words")),
	})
}
