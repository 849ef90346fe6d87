// Package models is a small library: the models that most scripts use.
package models

import "time"

// Models lists the tables.
func Models() []any { return []any{&Author{}, &Book{}} }

// Author writes books.
type Author struct {
	ID    uint
	Name  string `gorm:"size:100;not null;uniqueIndex"`
	Books []Book
}

// Book is written by one author.
type Book struct {
	ID          uint
	AuthorID    uint   `gorm:"not null;index"`
	Title       string `gorm:"size:200;not null"`
	PublishedAt *time.Time
}
