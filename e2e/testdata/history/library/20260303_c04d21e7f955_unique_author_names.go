// unique author names
//
// Revision ID: c04d21e7f955
// Revises: 5f9ab27c4410
// Create Date: 2026-03-03 11:00:00 UTC

package versions

import (
	"context"

	"github.com/gmig/gmig/op"
)

func init() {
	All.Add(op.Revision{
		ID:      "c04d21e7f955",
		Revises: []string{"5f9ab27c4410"},
		Message: "unique author names",
		Up:      upgradec04d21e7f955,
		Down:    downgradec04d21e7f955,
	})
}

func upgradec04d21e7f955(ctx context.Context, m *op.Migration) error {
	return m.Run(ctx,
		op.CreateIndex("idx_authors_name", "authors", "name").Unique(),
	)
}

func downgradec04d21e7f955(ctx context.Context, m *op.Migration) error {
	return m.Run(ctx,
		op.DropIndex("idx_authors_name", "authors"),
	)
}
