// rows of each type
//
// Revision ID: rows
// Revises: kinds
// Create Date: 2026-05-02 09:00:00 UTC

package versions

import "github.com/gmig/gmig/op"

func init() {
	All.Add(op.Revision{
		ID:      "rows",
		Revises: []string{"kinds"},
		Message: "rows of each type",
		Up: run(
			op.BulkInsert("kinds",
				op.Row{"flag": false, "small": 2, "big": int64(-1) << 62, "ratio": 0.5, "code": "c", "note": "it's\nin two lines; -- yes", "raw": []byte{0, 1, 0xff}, "document": `{"a": "?"}`},
				op.Row{"flag": true, "small": 3, "big": nil, "ratio": nil, "code": "d", "note": `a \ and a "`, "raw": nil, "document": nil},
			),
			op.Fill("kinds", "big", "small * 10"),
			op.FillValue("kinds", "note", "nothing's here"),
		),
		Down: run(
			op.Exec("DELETE FROM kinds WHERE code IN ('c', 'd')"),
			op.Exec("UPDATE kinds SET big = NULL"),
			op.Exec("UPDATE kinds SET note = NULL WHERE code = 'b'"),
		),
	})
}
