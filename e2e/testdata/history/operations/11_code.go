// steps in Go
//
// Revision ID: code
// Revises: indexes
// Create Date: 2026-05-11 09:00:00 UTC

package versions

import (
	"context"
	"time"

	"github.com/gmig/gmig/op"
)

func init() {
	All.Add(op.Revision{
		ID:      "code",
		Revises: []string{"indexes"},
		Message: "steps in Go",
		Up: func(ctx context.Context, m *op.Migration) error {
			at := time.Date(2026, 11, 22, 10, 22, 11, 123456000, time.UTC)
			if err := m.Exec(ctx, "UPDATE kinds SET at = ?, exact = ?, ratio = ?, note = ? WHERE code IN ?",
				at, at, 0.25, `o'\neill "?"`, []string{"c", "d"}); err != nil {
				return err
			}
			if m.Offline() {
				return m.Exec(ctx, "UPDATE writers SET name = 'Ada' WHERE name = 'ada'")
			}
			return m.DB().Table("writers").Where("name = ?", "ada").Update("name", "Ada").Error
		},
		Down: run(
			op.Exec("UPDATE writers SET name = 'ada' WHERE name = 'Ada'"),
			op.Exec("UPDATE kinds SET at = NULL, exact = NULL, ratio = NULL WHERE code IN ('c', 'd')"),
		),
	})
}
