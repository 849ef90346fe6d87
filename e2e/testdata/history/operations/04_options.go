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
			on("sqlite", op.AlterTableOptions("words", "WITHOUT ROWID", "")),
			on("postgres", op.AlterTableOptions("words", "WITH (fillfactor=70)", "WITH (fillfactor=80, autovacuum_enabled=false)")),
			// ON CONFLICT is SQLite's alone: PostgreSQL would refuse the last rows.
			run(
				op.CreateTable("settings",
					op.Column("name", op.Text).NotNull(),
					op.Column("place", op.Int(32)),
					op.Column("value", op.Text).NotNull().OnConflict("REPLACE").Default("'none'"),
					op.PrimaryKey("name").OnConflict("REPLACE"),
					op.Unique("uni_settings_place", "place").OnConflict("IGNORE")),
				op.Exec("INSERT INTO settings VALUES ('a', 1, 'x'), ('b', 2, 'y')")),
			on("sqlite", op.Exec("INSERT INTO settings VALUES ('a', 3, NULL), ('c', 2, 'z')")),
		),
		Down: run(op.DropTable("settings"), op.DropTable("words")),
	})
}
