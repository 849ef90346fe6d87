// comments of a table and of a column
//
// Revision ID: comments
// Revises: options
// Create Date: 2026-05-05 09:00:00 UTC

package versions

import "github.com/gmig/gmig/op"

func init() {
	plain, remarked := op.Column("born", op.Int(32)), op.Column("born", op.Int(32)).Comment("a year")
	All.Add(op.Revision{
		ID:      "comments",
		Revises: []string{"options"},
		Message: "comments of a table and of a column",
		Up: run(
			op.CommentTable("authors", "", "those who write"),
			op.AlterColumn("authors", plain, remarked),
		),
		Down: run(
			op.AlterColumn("authors", remarked, plain),
			op.CommentTable("authors", "those who write", ""),
		),
	})
}
