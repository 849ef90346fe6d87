// create books
//
// Revision ID: 5f9ab27c4410
// Revises: 5f1e8c0a9d3b
// Create Date: 2026-02-02 10:00:00 UTC

package versions

import (
	"context"

	"github.com/gmig/gmig/op"
)

func init() {
	All.Add(op.Revision{
		ID:      "5f9ab27c4410",
		Revises: []string{"5f1e8c0a9d3b"},
		Message: "create books",
		Up:      upgrade5f9ab27c4410,
		Down:    downgrade5f9ab27c4410,
	})
}

func upgrade5f9ab27c4410(ctx context.Context, m *op.Migration) error {
	return m.Run(ctx,
		op.CreateTable("books",
			op.Column("id", op.Uint(64)).AutoIncrement(),
			op.Column("author_id", op.Uint(64)).NotNull(),
			op.Column("title", op.String(200)).NotNull(),
			op.Column("published_at", op.Time),
			op.PrimaryKey("id"),
			op.ForeignKey("fk_authors_books", "author_id").References("authors", "id"),
		),
		op.CreateIndex("idx_books_author_id", "books", "author_id"),
	)
}

func downgrade5f9ab27c4410(ctx context.Context, m *op.Migration) error {
	return m.Run(ctx,
		op.DropTable("books"),
	)
}
