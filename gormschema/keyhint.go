package gormschema

import (
	"errors"
	"fmt"
)

// PostgreSQL's codes for a foreign key to columns that are no key, and for one
// between columns of different types, from appendix A of its manual.
const (
	invalidForeignKey = "42830"
	datatypeMismatch  = "42804"
)

// withKeyHint adds to the error for a foreign key that the database cannot make
// what to do about it. GORM guesses at relations, and an application whose
// AutoMigrate makes no foreign keys never learns of a wrong guess.
func withKeyHint(err error) error {
	var state interface{ SQLState() string }
	if !errors.As(err, &state) || state.SQLState() != invalidForeignKey && state.SQLState() != datatypeMismatch {
		return err
	}
	return fmt.Errorf("%w: AutoMigrate stops there too: correct the relation, give its field the tag `gorm:\"constraint:-\"`, "+
		"or, if the application opens its database with DisableForeignKeyConstraintWhenMigrating, set that in Config in env.go", err)
}
