// enums and their values
//
// Revision ID: enums
// Revises: alone
// Create Date: 2026-05-14 09:00:00 UTC

package versions

import (
	"context"

	"github.com/gmig/gmig/op"
)

func init() {
	few := op.Enum("mood", "sad", "ok")
	more := op.Enum("mood", "angry", "sad", "it's", "ok", "great")
	fewer := op.Enum("mood", "great", "fine", "sad")
	All.Add(op.Revision{
		ID:      "enums",
		Revises: []string{"alone"},
		Message: "enums and their values",
		Up: func(ctx context.Context, m *op.Migration) error {
			return each(
				run(
					op.CreateEnum("mood", few.Values...),
					op.CreateTable("people",
						op.Column("id", op.Int(64)).AutoIncrement(),
						op.Column("mood", few).NotNull().DefaultValue("ok"),
						op.Column("past", few.Array()),
						op.PrimaryKey("id"),
						op.Check("chk_people_mood", "mood <> 'sad'"),
					),
					op.CreateIndex("idx_people_ok", "people", "id").Where("mood = 'ok'"),
					op.BulkInsert("people", op.Row{"mood": "ok", "past": "{sad,ok}"}),
				),
				func(ctx context.Context, m *op.Migration) error { return m.Autocommit(ctx, op.AlterEnum(few, more)) },
				run(
					op.BulkInsert("people", op.Row{"mood": "it's"}),
					op.Exec("UPDATE people SET mood = 'great' WHERE mood = 'it''s'"),
					op.RenameEnumValue("mood", "ok", "fine"),
					op.AlterEnum(op.Enum("mood", "angry", "sad", "it's", "fine", "great"), fewer),
				),
			)(ctx, m)
		},
		Down: run(
			op.AlterEnum(fewer, op.Enum("mood", "sad", "fine", "great", "new")).Rebuild(),
			op.Exec("UPDATE people SET mood = 'new'"),
			op.DropTable("people"),
			op.DropEnum("mood"),
		),
	})
}
