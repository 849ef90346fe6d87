package op

import "fmt"

// IndexPart is one key of an index: a column or an expression.
type IndexPart struct {
	// Column is the column's name; it counts if SQL is empty.
	Column string
	// SQL is an expression, as the database takes it.
	SQL string
	// Collation and OpClass are names, empty for the default.
	Collation, OpClass string
	// Sort is what follows the key: "DESC", "ASC NULLS FIRST", or empty.
	Sort string
}

// Key is an index key on a column.
func Key(column string) IndexPart { return IndexPart{Column: column} }

// KeyExpr is an index key on an expression: KeyExpr("lower(email)").
func KeyExpr(sql string) IndexPart { return IndexPart{SQL: sql} }

// Collate sets the key's collation.
func (p IndexPart) Collate(name string) IndexPart { p.Collation = name; return p }

// Class sets the key's operator class (PostgreSQL).
func (p IndexPart) Class(name string) IndexPart { p.OpClass = name; return p }

// Order sets the key's order: "DESC", "DESC NULLS LAST".
func (p IndexPart) Order(sort string) IndexPart { p.Sort = sort; return p }

// CreateIndexOp creates an index.
type CreateIndexOp struct {
	Name, Table string
	Parts       []IndexPart
	IsUnique    bool
	// Predicate is the condition of a partial index, empty for all rows.
	Predicate string
	// Method is the access method (PostgreSQL), empty for btree.
	Method string
	// Included are the columns that are stored beside the keys (PostgreSQL).
	Included []string
	// NullsEqual is NULLS NOT DISTINCT (PostgreSQL 15 and later).
	NullsEqual bool
	// Storage holds storage parameters: "fillfactor=70".
	Storage string
	// Options is text that follows the keys as it is, before WHERE: the option
	// of a GORM index tag.
	Options string
	// Remark is the index's comment.
	Remark string
	// Online builds the index without blocking writers (CONCURRENTLY on
	// PostgreSQL); it needs a revision that runs outside a transaction.
	Online bool
}

// CreateIndex creates an index on columns. Keys adds what is more than a
// column.
func CreateIndex(name, table string, columns ...string) *CreateIndexOp {
	o := &CreateIndexOp{Name: name, Table: table}
	for _, c := range columns {
		o.Parts = append(o.Parts, Key(c))
	}
	return o
}

// Keys appends keys to the index.
func (o *CreateIndexOp) Keys(parts ...IndexPart) *CreateIndexOp {
	o.Parts = append(o.Parts, parts...)
	return o
}

// Unique refuses equal keys.
func (o *CreateIndexOp) Unique() *CreateIndexOp { o.IsUnique = true; return o }

// Where limits the index to the rows that meet a condition.
func (o *CreateIndexOp) Where(sql string) *CreateIndexOp { o.Predicate = sql; return o }

// Using sets the access method: "gin".
func (o *CreateIndexOp) Using(method string) *CreateIndexOp { o.Method = method; return o }

// Include stores columns beside the keys.
func (o *CreateIndexOp) Include(columns ...string) *CreateIndexOp { o.Included = columns; return o }

// NullsNotDistinct makes two NULLs collide in a unique index.
func (o *CreateIndexOp) NullsNotDistinct() *CreateIndexOp { o.NullsEqual = true; return o }

// With sets storage parameters: "fillfactor=70".
func (o *CreateIndexOp) With(storage string) *CreateIndexOp { o.Storage = storage; return o }

// Option sets text that follows the keys as it is.
func (o *CreateIndexOp) Option(sql string) *CreateIndexOp { o.Options = sql; return o }

// Comment sets the index's comment.
func (o *CreateIndexOp) Comment(text string) *CreateIndexOp { o.Remark = text; return o }

// Concurrently builds the index without blocking writers.
func (o *CreateIndexOp) Concurrently() *CreateIndexOp { o.Online = true; return o }

// DropIndexOp removes an index.
type DropIndexOp struct {
	Name, Table string
	// Online removes the index without blocking readers (CONCURRENTLY on
	// PostgreSQL).
	Online bool
}

// DropIndex removes an index of a table.
func DropIndex(name, table string) *DropIndexOp { return &DropIndexOp{Name: name, Table: table} }

// Concurrently removes the index without blocking readers.
func (o *DropIndexOp) Concurrently() *DropIndexOp { o.Online = true; return o }

// Describe implements Operation.
func (o *CreateIndexOp) Describe() string {
	return fmt.Sprintf("create index %q on table %q", o.Name, o.Table)
}

// Describe implements Operation.
func (o *DropIndexOp) Describe() string {
	return fmt.Sprintf("drop index %q of table %q", o.Name, o.Table)
}

func (*CreateIndexOp) operation() {}
func (*DropIndexOp) operation()   {}
