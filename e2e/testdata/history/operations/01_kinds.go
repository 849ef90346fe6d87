// a table with a column of each type
//
// Revision ID: kinds
// Revises:
// Create Date: 2026-05-01 09:00:00 UTC

package versions

import "github.com/gmig/gmig/op"

func init() {
	All.Add(op.Revision{
		ID:      "kinds",
		Message: "a table with a column of each type",
		Up: run(
			op.CreateTable("kinds",
				op.Column("id", op.Uint(64)).AutoIncrement(),
				op.Column("flag", op.Bool).NotNull().DefaultValue(true),
				op.Column("small", op.Int(16)).NotNull().Default("7"),
				op.Column("big", op.Int(64)),
				op.Column("ratio", op.Float(64)),
				op.Column("price", op.Decimal(10, 2)),
				op.Column("code", op.String(32)).NotNull().DefaultValue("it's; -- new"),
				op.Column("note", op.Text).Comment("what's to say; -- or not"),
				op.Column("at", op.Time),
				op.Column("exact", op.Timestamp(3)),
				op.Column("raw", op.Bytes),
				op.Column("document", op.Type("jsonb").On("sqlite", "text")),
				op.PrimaryKey("id"),
				op.Unique("uni_kinds_code", "code"),
				op.Check("chk_kinds_small", "small > 0"),
			).Comment("a column of each type"),
			op.Exec("INSERT INTO kinds (code, note) VALUES ('a', 'one'), ('b', NULL)"),
		),
		Down: run(op.DropTable("kinds")),
	})
}
