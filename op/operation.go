package op

// Operation is one step of a revision: a value that a dialect compiles to SQL.
// The implementations are the exported structs of this package whose names end
// in Op.
type Operation interface {
	// Describe says in a few words what the operation does, with its operands
	// in quotes: `create table "orders"`.
	Describe() string

	operation()
}
