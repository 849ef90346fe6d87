// Package models is the small library after a year: a table and columns more, a type changed, an
// index and a column less.
package models

// Models lists the tables.
func Models() []any { return []any{&Author{}, &Book{}, &Loan{}} }

// Author writes books.
type Author struct {
	ID      uint
	Name    string `gorm:"size:100;not null"`
	Country string `gorm:"size:2;not null;default:??"`
	Books   []Book
}

// Book is written by one author.
type Book struct {
	ID       uint
	AuthorID uint    `gorm:"not null;index"`
	Title    string  `gorm:"type:text"`
	ISBN     *string `gorm:"size:13;unique"`
	Pages    int     `gorm:"not null;default:0;check:chk_books_pages,pages >= 0"`
}

// Loan is a book in a reader's hands.
type Loan struct {
	ID     uint
	BookID uint `gorm:"not null"`
	Book   Book `gorm:"constraint:OnDelete:CASCADE"`
	Reader string
}
