package autogenerate_test

import "time"

// portableEvolutions are versions of applications whose tags are for any
// engine.
func portableEvolutions() map[string][][]any {
	return map[string][][]any{
		"an application": {evolution1(), evolution2(), evolution3()},
		"keys":           keyEvolutions(),
		"spelling":       spellingEvolutions(),
		"null":           nullEvolutions(),
		"numbered keys":  numberedKeyEvolutions(),
		"null in a key":  nullInKeyEvolutions(),
	}
}

// keyEvolutions move columns in and out of a primary key, which makes them NOT
// NULL on PostgreSQL alone.
func keyEvolutions() [][]any {
	both := func() []any {
		type Stall struct {
			Shop  string `gorm:"primaryKey;size:20"`
			Place string `gorm:"primaryKey;size:20"`
			Rent  string
		}
		return []any{&Stall{}}
	}
	one := func() []any {
		type Stall struct {
			Shop  string `gorm:"primaryKey;size:20"`
			Place string `gorm:"size:20"`
			Rent  string
		}
		return []any{&Stall{}}
	}
	other := func() []any {
		type Stall struct {
			Shop  string `gorm:"size:20;not null"`
			Place string `gorm:"primaryKey;size:20"`
			Rent  string `gorm:"size:30"`
		}
		return []any{&Stall{}}
	}
	wider := func() []any {
		type Stall struct {
			Shop  string `gorm:"size:40"`
			Place string `gorm:"primaryKey;size:20"`
			Rent  string `gorm:"primaryKey;size:30"`
		}
		return []any{&Stall{}}
	}
	return [][]any{both(), one(), both(), other(), wider(), one()}
}

// nullEvolutions give a column a default of NULL and take it away, which only
// PostgreSQL keeps, and only for a type with a length.
func nullEvolutions() [][]any {
	none := func() []any {
		type Flat struct {
			Rent *string `gorm:"size:30"`
			Note *string
		}
		return []any{&Flat{}}
	}
	null := func() []any {
		type Flat struct {
			Rent *string `gorm:"size:30;default:null"`
			Note *string `gorm:"default:NULL"`
		}
		return []any{&Flat{}}
	}
	return [][]any{null(), none(), null()}
}

// numberedKeyEvolutions have a number of an embedded model in a key of several
// columns: GORM has it count up, and on SQLite it is then the key alone.
func numberedKeyEvolutions() [][]any {
	type Numbered struct {
		ID   uint `gorm:"primaryKey"`
		Note string
	}
	type Tagged struct {
		ID   int64 `gorm:"primaryKey;autoIncrement;type:bigint"`
		Note string
	}
	first := func() []any {
		type Repo struct {
			Numbered
			Origin int64 `gorm:"primaryKey"`
		}
		type Scope struct {
			Numbered
			Origin string `gorm:"primaryKey;size:20"`
		}
		return []any{&Repo{}, &Scope{}, &Tagged{}}
	}
	second := func() []any {
		type Repo struct {
			Numbered
			Origin int64 `gorm:"primaryKey"`
			Name   string
		}
		return []any{&Repo{}, &Tagged{}}
	}
	return [][]any{first(), second()}
}

// nullInKeyEvolutions take NOT NULL from a column that stays in the primary key,
// which refuses NULL by itself on PostgreSQL alone, and give it back.
func nullInKeyEvolutions() [][]any {
	required := func() []any {
		type Machine struct {
			Code string `gorm:"primaryKey;size:8;not null"`
			Name string
		}
		return []any{&Machine{}}
	}
	plain := func() []any {
		type Machine struct {
			Code string `gorm:"primaryKey;size:20"`
			Name string
		}
		return []any{&Machine{}}
	}
	return [][]any{required(), plain(), required()}
}

// spellingEvolutions change nothing but the case of names, which are other
// names on PostgreSQL alone.
func spellingEvolutions() [][]any {
	lower := func() []any {
		type Client struct {
			ID   uint
			Name string `gorm:"index:idx_name"`
			Age  int
		}
		return []any{&Client{}}
	}
	upper := func() []any {
		type Client struct {
			ID   uint
			Name string `gorm:"column:Name;index:idx_name"`
			Age  int    `gorm:"check:age > 0"`
		}
		return []any{&Client{}}
	}
	return [][]any{lower(), upper(), lower()}
}

func evolution1() []any {
	type Author struct {
		ID    uint
		Name  string  `gorm:"size:64;not null"`
		Score float64 `gorm:"default:0;check:score >= 0"`
		Price string  `gorm:"type:decimal(10,2);default:0"`
		Code  string  `gorm:"default:(lower('ABC'));comment:what's what"`
		Note  *string `gorm:"default:null"`
	}
	type Book struct {
		ID       uint
		Title    string `gorm:"size:100;index:idx_title,where:title <> ''"`
		State    string `gorm:"size:16;not null;default:new"`
		Pages    int32  `gorm:"default:1"`
		AuthorID uint
		Author   Author
	}
	return []any{&Author{}, &Book{}}
}

func evolution2() []any {
	type Author struct {
		ID    uint
		Name  string  `gorm:"size:128;not null"` // SQLite does not see the size
		Score float32 `gorm:"default:1;check:score >= 1"`
		Price string  `gorm:"type:decimal(12,4);default:0"`
		Code  string  `gorm:"default:(upper('abc'));comment:what was what"`
		Note  *string `gorm:"default:null;comment:nor the comment"`
		Born  *time.Time
	}
	type Book struct {
		ID       uint
		Title    string `gorm:"size:100;uniqueIndex:idx_title,where:title <> 'a'"`
		State    string `gorm:"size:16;not null;default:draft"`
		Pages    int64  `gorm:"default:1"` // nor the width
		AuthorID uint
		Author   Author `gorm:"constraint:OnDelete:CASCADE"`
	}
	return []any{&Author{}, &Book{}}
}

func evolution3() []any {
	type Author struct {
		ID   uint
		Name string `gorm:"size:128"`
		Code string `gorm:"default:(upper('abc'))"` // nor that it is gone
		Note string
		Born *time.Time
		Data []byte
	}
	type Book struct {
		ID       uint
		Title    string `gorm:"size:100"`
		Pages    int64
		Public   bool `gorm:"not null;default:true"`
		AuthorID uint
		Author   Author `gorm:"constraint:OnDelete:CASCADE"`
	}
	type Tag struct {
		Name  string `gorm:"primaryKey;size:20"`
		Books []Book `gorm:"many2many:book_tags"`
	}
	return []any{&Author{}, &Book{}, &Tag{}}
}
