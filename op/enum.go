package op

import (
	"fmt"
	"slices"
	"strings"
)

// KindEnum is a type that is a list of values: DataType.Raw is its name and
// DataType.Values are the values.
const KindEnum Kind = "enum"

// Enum is an enumerated type. PostgreSQL has it as a type of its own, which
// CreateEnum makes. On SQLite the column is a text with a CHECK on the values,
// so the values stand in every column; without values it is a plain text there.
//
// The name may be qualified with a schema: "billing.state".
func Enum(name string, values ...string) DataType {
	return DataType{Kind: KindEnum, Raw: name, Values: values}
}

// Array is a list of values of an enum. On SQLite that is a text without a
// CHECK.
func (t DataType) Array() DataType { t.IsArray = true; return t }

// CreateEnumOp creates an enumerated type. It does nothing on SQLite.
type CreateEnumOp struct {
	// Name may be qualified with a schema.
	Name string
	// Values are in the order in which the database sorts them.
	Values []string
}

// CreateEnum creates an enumerated type, before the columns that have it.
func CreateEnum(name string, values ...string) *CreateEnumOp {
	return &CreateEnumOp{Name: name, Values: values}
}

// DropEnumOp removes an enumerated type. It does nothing on SQLite.
type DropEnumOp struct{ Name string }

// DropEnum removes an enumerated type, after the columns that had it.
func DropEnum(name string) *DropEnumOp { return &DropEnumOp{Name: name} }

// AlterEnumOp changes the values of an enumerated type, for all columns that
// have it. It carries the values before and after.
type AlterEnumOp struct {
	// From and To are of KindEnum and have the same name.
	From, To DataType
	// Anew makes PostgreSQL build the type anew where it could add the values.
	Anew bool
	// Ahead tells whoever runs the operation to do so with Migration.Autocommit:
	// what comes behind it uses the values that it adds. In a revision file, the
	// call of Autocommit itself says so.
	Ahead bool
}

// AlterEnum changes an enum from one list of values to another, given as Enum
// returns them.
//
// PostgreSQL adds values at once, but they can be used when that is committed
// only: run it with Migration.Autocommit if the revision itself uses them, or
// see Rebuild. To take values out or to change their order it
// builds the type anew, which rewrites the tables that have it, and fails if a
// row has a value that goes.
//
// SQLite changes the CHECK of each column that has one for the enum.
func AlterEnum(from, to DataType) *AlterEnumOp { return &AlterEnumOp{From: from, To: to} }

// Rebuild makes PostgreSQL build the type anew, so that the same transaction may
// use the values that are added: as a default, or in rows. The tables with a
// column of the type are rewritten.
func (o *AlterEnumOp) Rebuild() *AlterEnumOp { o.Anew = true; return o }

// OnlyAdds reports whether every value of before is there afterwards, in the
// same order.
func (o *AlterEnumOp) OnlyAdds() bool {
	kept := 0
	for _, v := range o.To.Values {
		if kept < len(o.From.Values) && o.From.Values[kept] == v {
			kept++
		}
	}
	return kept == len(o.From.Values)
}

// Check finds a change that no database can do: of two types, or to a list
// that is none.
func (o *AlterEnumOp) Check() error {
	if o.From.Kind != KindEnum || o.To.Kind != KindEnum || o.From.Raw != o.To.Raw {
		return fmt.Errorf("altering an enum: it is %q before and %q after: write the same op.Enum with other values", o.From.Raw, o.To.Raw)
	}
	return CheckEnumValues(o.To.Raw, o.To.Values)
}

// CheckEnumValues finds what PostgreSQL refuses in the values of an enum: one
// that is there twice, is empty or has more than 63 bytes. SQLite would take
// them.
func CheckEnumValues(enum string, values []string) error {
	const most = 63
	for i, v := range values {
		switch {
		case v == "":
			return fmt.Errorf("enum %q has an empty value: give it a word", enum)
		case len(v) > most:
			return fmt.Errorf("enum %q has the value %q of %d bytes, and PostgreSQL takes %d: shorten it", enum, v, len(v), most)
		case slices.Contains(values[:i], v):
			return fmt.Errorf("enum %q has the value %q twice: leave one out", enum, v)
		}
	}
	return nil
}

// RenameEnumValueOp gives a value of an enumerated type another name, in the
// rows too.
type RenameEnumValueOp struct{ Enum, From, To string }

// RenameEnumValue renames a value of an enum. PostgreSQL does so at once;
// SQLite rebuilds the tables that have the enum.
func RenameEnumValue(enum, from, to string) *RenameEnumValueOp {
	return &RenameEnumValueOp{Enum: enum, From: from, To: to}
}

// Describe implements Operation.
func (o *CreateEnumOp) Describe() string { return fmt.Sprintf("create enum %q", o.Name) }

// Describe implements Operation.
func (o *DropEnumOp) Describe() string { return fmt.Sprintf("drop enum %q", o.Name) }

// Describe implements Operation.
func (o *AlterEnumOp) Describe() string {
	text := fmt.Sprintf("alter enum %q to (%s)", o.To.Raw, strings.Join(o.To.Values, ", "))
	if o.Anew {
		text += " anew"
	}
	return text
}

// Describe implements Operation.
func (o *RenameEnumValueOp) Describe() string {
	return fmt.Sprintf("rename value %q of enum %q to %q", o.From, o.Enum, o.To)
}

func (*CreateEnumOp) operation()      {}
func (*DropEnumOp) operation()        {}
func (*AlterEnumOp) operation()       {}
func (*RenameEnumValueOp) operation() {}
