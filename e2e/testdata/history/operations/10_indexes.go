// indexes of each kind
//
// Revision ID: indexes
// Revises: constraints
// Create Date: 2026-05-10 09:00:00 UTC

package versions

import "github.com/gmig/gmig/op"

func init() {
	All.Add(op.Revision{
		ID:      "indexes",
		Revises: []string{"constraints"},
		Message: "indexes of each kind",
		Up: each(
			run(
				op.CreateIndex("idx_plain", "books", "title", "writer_id"),
				op.CreateIndex("idx_unique", "books", "id").Unique(),
				op.CreateIndex("idx_partial", "books", "title").Where("title <> ';' AND pages > 0"),
				op.CreateIndex("idx_keys", "books").Keys(op.Key("title").Order("DESC"), op.KeyExpr("lower(title)")),
			),
			on("sqlite", op.CreateIndex("idx_folded", "books").Keys(op.Key("title").Collate("NOCASE"))),
			on("postgres",
				op.CreateIndex("idx_folded", "books").Keys(op.Key("title").Collate("C").Class("text_pattern_ops").Order("DESC NULLS LAST")),
				op.CreateIndex("idx_hash", "books", "title").Using("hash").With("fillfactor=70").Comment("it's a hash"),
				op.CreateIndex("idx_covering", "books", "title").Unique().Include("pages").NullsNotDistinct(),
				op.CreateIndex("idx_option", "books", "pages").Option("INCLUDE (title)"),
			),
		),
		Down: each(
			on("postgres",
				op.DropIndex("idx_option", "books"),
				op.DropIndex("idx_covering", "books"),
				op.DropIndex("idx_hash", "books"),
			),
			run(
				op.DropIndex("idx_folded", "books"),
				op.DropIndex("idx_keys", "books"),
				op.DropIndex("idx_partial", "books"),
				op.DropIndex("idx_unique", "books"),
				op.DropIndex("idx_plain", "books"),
			),
		),
	})
}
