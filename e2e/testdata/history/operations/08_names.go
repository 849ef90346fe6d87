// everything with a name gets another
//
// Revision ID: names
// Revises: changes
// Create Date: 2026-05-08 09:00:00 UTC

package versions

import "github.com/gmig/gmig/op"

func init() {
	All.Add(op.Revision{
		ID:      "names",
		Revises: []string{"changes"},
		Message: "everything with a name gets another",
		Up: run(
			op.RenameTable("authors", "writers"),
			op.RenameColumn("books", "author_id", "writer_id"),
			op.RenameConstraint("books", "fk_books_author", "fk_books_writer"),
			op.CreateIndex("idx_books_writer", "books", "writer_id"),
			op.RenameIndex("books", "idx_books_writer", "idx_writer"),
		),
		Down: run(
			op.RenameIndex("books", "idx_writer", "idx_books_writer"),
			op.DropIndex("idx_books_writer", "books"),
			op.RenameConstraint("books", "fk_books_writer", "fk_books_author"),
			op.RenameColumn("books", "writer_id", "author_id"),
			op.RenameTable("writers", "authors"),
		),
	})
}
