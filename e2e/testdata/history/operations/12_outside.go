// what no transaction takes
//
// Revision ID: outside
// Revises: code
// Create Date: 2026-05-12 09:00:00 UTC

package versions

import (
	"context"

	"github.com/gmig/gmig/op"
)

func init() {
	All.Add(op.Revision{
		ID:      "outside",
		Revises: []string{"code"},
		Message: "what no transaction takes",
		Up: func(ctx context.Context, m *op.Migration) error {
			if err := m.Run(ctx, op.AddColumn("pairs", op.Column("c", op.Int(32)))); err != nil {
				return err
			}
			if err := m.Autocommit(ctx, op.CreateIndex("idx_pairs_c", "pairs", "c").Concurrently()); err != nil {
				return err
			}
			return m.Run(ctx, op.FillValue("pairs", "c", 1))
		},
		Down: func(ctx context.Context, m *op.Migration) error {
			if err := m.Autocommit(ctx, op.DropIndex("idx_pairs_c", "pairs").Concurrently()); err != nil {
				return err
			}
			return m.Run(ctx, op.DropColumn("pairs", "c"))
		},
	})
}
