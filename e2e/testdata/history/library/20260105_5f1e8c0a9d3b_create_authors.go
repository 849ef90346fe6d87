// create authors
//
// Revision ID: 5f1e8c0a9d3b
// Revises:
// Create Date: 2026-01-05 09:00:00 UTC

package versions

import (
	"context"

	"github.com/gmig/gmig/op"
)

func init() {
	All.Add(op.Revision{
		ID:      "5f1e8c0a9d3b",
		Message: "create authors",
		Up:      upgrade5f1e8c0a9d3b,
		Down:    downgrade5f1e8c0a9d3b,
	})
}

func upgrade5f1e8c0a9d3b(ctx context.Context, m *op.Migration) error {
	return m.Run(ctx,
		op.CreateTable("authors",
			op.Column("id", op.Uint(64)).AutoIncrement(),
			op.Column("name", op.String(100)).NotNull(),
			op.PrimaryKey("id"),
		),
	)
}

func downgrade5f1e8c0a9d3b(ctx context.Context, m *op.Migration) error {
	return m.Run(ctx,
		op.DropTable("authors"),
	)
}
