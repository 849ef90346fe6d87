// constraints come and go
//
// Revision ID: constraints
// Revises: names
// Create Date: 2026-05-09 09:00:00 UTC

package versions

import "github.com/gmig/gmig/op"

func init() {
	var (
		foreign  = op.ForeignKey("fk_books_writer", "writer_id").References("writers", "id").OnDelete("CASCADE").OnUpdate("CASCADE")
		deferred = op.ForeignKey("fk_books_writer", "writer_id").References("writers", "id").OnDelete("SET NULL").Deferrable("DEFERRABLE INITIALLY DEFERRED")
		check    = op.Check("chk_books_pages", "pages > 0 AND title <> ';'")
		unique   = op.Unique("uni_writers_name", "name")
		key      = op.PrimaryKey("a", "b")
		one      = op.PrimaryKey("a")
		later    = op.Unique("uni_pairs_b", "b").Deferrable("DEFERRABLE")
		unnamed  = op.Check("", "a <> b OR a IN (5, 7)")
		nulls    = op.Unique("uni_books_title", "title").NullsNotDistinct()
	)
	All.Add(op.Revision{
		ID:      "constraints",
		Revises: []string{"names"},
		Message: "constraints come and go",
		Up: each(
			run(
				op.DropConstraint("books", foreign),
				op.AddConstraint("books", deferred),
				op.AddConstraint("books", check),
				op.AddConstraint("writers", unique),
				op.DropConstraint("pairs", key),
				op.AddConstraint("pairs", one),
				op.DropConstraint("pairs", unnamed),
			),
			on("postgres", op.AddConstraint("pairs", later), op.AddConstraint("books", nulls)),
		),
		Down: each(
			on("postgres", op.DropConstraint("books", nulls), op.DropConstraint("pairs", later)),
			run(
				op.AddConstraint("pairs", unnamed),
				op.DropConstraint("pairs", one),
				op.AddConstraint("pairs", key),
				op.DropConstraint("writers", unique),
				op.DropConstraint("books", check),
				op.DropConstraint("books", deferred),
				op.AddConstraint("books", foreign),
			),
		),
	})
}
