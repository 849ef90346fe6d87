package op

import (
	"maps"
	"slices"
	"strings"
)

// Kind names a family of column types. The portable kinds are GORM's own
// (schema.DataType), so GORM's dialector decides what each becomes in a
// database.
type Kind string

// The kinds. KindRaw is a type written in the words of a database.
const (
	KindBool   Kind = "bool"
	KindInt    Kind = "int"
	KindUint   Kind = "uint"
	KindFloat  Kind = "float"
	KindString Kind = "string"
	KindTime   Kind = "time"
	KindBytes  Kind = "bytes"
	KindRaw    Kind = ""
)

// DataType is the type of a column. Portable types take the form that GORM
// gives them on the connected database: String(64) is varchar(64) on
// PostgreSQL and text on SQLite.
type DataType struct {
	Kind Kind
	// Size is the number of bits of an integer or float, and the number of
	// characters of a string (0: no limit).
	Size int
	// Precision and Scale are the digits of a decimal; Precision alone is the
	// number of fractional digits of a time. 0 leaves them to the database.
	Precision, Scale int
	// Raw is the type as the database spells it, when Kind is KindRaw, and the
	// name of the type when Kind is KindEnum.
	Raw string
	// Values are those of an enum, and IsArray makes it a list of them.
	Values  []string
	IsArray bool
	// Spellings holds the dialects that spell the type in their own way, by
	// dialect name. See On.
	Spellings map[string]string
}

// The portable types without a size. Treat them as constants.
var (
	Bool  = DataType{Kind: KindBool}
	Text  = DataType{Kind: KindString}
	Time  = DataType{Kind: KindTime}
	Bytes = DataType{Kind: KindBytes}
)

// Int is a signed integer of 8, 16, 32 or 64 bits.
//
//go:noinline
func Int(bits int) DataType { return DataType{Kind: KindInt, Size: bits} }

// Uint is an unsigned integer of 8, 16, 32 or 64 bits.
//
//go:noinline
func Uint(bits int) DataType { return DataType{Kind: KindUint, Size: bits} }

// Float is a floating point number of 32 or 64 bits. PostgreSQL gets decimal,
// as GORM does it.
func Float(bits int) DataType { return DataType{Kind: KindFloat, Size: bits} }

// Decimal is a number of precision digits, scale of them behind the point.
func Decimal(precision, scale int) DataType {
	return DataType{Kind: KindFloat, Size: 64, Precision: precision, Scale: scale}
}

// String is a text of at most size characters.
//
//go:noinline
func String(size int) DataType { return DataType{Kind: KindString, Size: size} }

// Timestamp is Time with precision fractional digits of a second.
func Timestamp(precision int) DataType { return DataType{Kind: KindTime, Precision: precision} }

// Type is a type as the database itself spells it: Type("jsonb").
func Type(raw string) DataType { return DataType{Raw: raw} }

// On returns the type with its own spelling for one dialect:
// Type("jsonb").On("sqlite", "text").
func (t DataType) On(dialect, raw string) DataType {
	spellings := maps.Clone(t.Spellings)
	if spellings == nil {
		spellings = map[string]string{}
	}
	spellings[dialect] = raw
	t.Spellings = spellings
	return t
}

// For returns the type that a dialect should compile: a raw type when the
// dialect has a spelling of its own, else t without spellings.
func (t DataType) For(dialect string) DataType {
	if raw, ok := t.Spellings[dialect]; ok {
		return Type(raw)
	}
	t.Spellings = nil
	return t
}

// Equal reports whether both types are the same value.
func (t DataType) Equal(u DataType) bool {
	return t.Kind == u.Kind && t.Size == u.Size && t.Precision == u.Precision && t.Scale == u.Scale &&
		strings.EqualFold(t.Raw, u.Raw) && slices.Equal(t.Values, u.Values) && t.IsArray == u.IsArray &&
		maps.Equal(t.Spellings, u.Spellings)
}
