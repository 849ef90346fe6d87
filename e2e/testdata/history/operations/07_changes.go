// columns change
//
// Revision ID: changes
// Revises: columns
// Create Date: 2026-05-07 09:00:00 UTC

package versions

import "github.com/gmig/gmig/op"

func init() {
	title, longTitle := op.Column("title", op.String(64)), op.Column("title", op.String(128)).NotNull().DefaultValue("none")
	born, bornText := op.Column("born", op.Int(32)), op.Column("born", op.Text)
	seen, seenNever := op.Column("seen", op.Time).Default("CURRENT_TIMESTAMP"), op.Column("seen", op.Time)
	small, wide := op.Column("small", op.Int(16)).NotNull().Default("7"), op.Column("small", op.Int(64)).NotNull().Default("8")
	pages, morePages := op.Column("pages", op.Int(32)).NotNull().Default("1"), op.Column("pages", op.Int(64)).NotNull().Default("1")
	All.Add(op.Revision{
		ID:      "changes",
		Revises: []string{"columns"},
		Message: "columns change",
		Up: run(
			op.FillValue("books", "title", "untitled"),
			op.AlterColumn("books", title, longTitle),
			op.AlterColumn("authors", born, bornText).Using("born::text"),
			op.AlterColumn("books", seen, seenNever),
			op.AlterColumn("kinds", small, wide),
			op.AlterColumn("books", pages, morePages), // which another is computed from
		),
		Down: run(
			op.AlterColumn("books", morePages, pages),
			op.AlterColumn("kinds", wide, small),
			op.AlterColumn("books", seenNever, seen),
			op.AlterColumn("authors", bornText, born).Using("born::integer"),
			op.AlterColumn("books", longTitle, title),
		),
	})
}
