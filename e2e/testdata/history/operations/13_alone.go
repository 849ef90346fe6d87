// a revision without a transaction
//
// Revision ID: alone
// Revises: outside
// Create Date: 2026-05-13 09:00:00 UTC

package versions

import "github.com/gmig/gmig/op"

func init() {
	All.Add(op.Revision{
		ID:      "alone",
		Revises: []string{"outside"},
		Message: "a revision without a transaction",
		Up: run(
			op.CreateIndex("idx_pairs_both", "pairs", "b", "c").Concurrently(),
			op.Exec("INSERT INTO pairs (a, b) VALUES (3, 3)"),
		),
		Down: run(
			op.Exec("DELETE FROM pairs WHERE a = 3"),
			op.DropIndex("idx_pairs_both", "pairs").Concurrently(),
		),
		NoTransaction: true,
	})
}
