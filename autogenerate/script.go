// Package autogenerate compares the schema that a set of models stands for with
// the one that a database has, and writes what separates them as operations:
// those that lead to the models and those that lead back. It reads, and changes
// neither.
package autogenerate

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/engines"
	"github.com/gmig/gmig/gormschema"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// Input is what Run compares and how.
type Input struct {
	// Models are what the user's Models function returns.
	Models []any
	// Dialectors holds a dialector of each engine that the application
	// supports, by GORM's name. They need no connection.
	Dialectors map[string]gorm.Dialector
	// Enums are the enumerated types that the models' type tags name.
	Enums []gormschema.EnumType
	// Files are the revisions so far: what they create is theirs to drop.
	Files []versions.File
	// Shadow is a scratch database of the same engine in which the models and
	// the revisions are tried, for a role that may not create a schema where the
	// application lives; nil for the database itself.
	Shadow *gorm.DB
	// Replay runs the revisions in a shadow, and what they lead to is compared
	// instead of the database; nil compares the database.
	Replay gormschema.Replay
	// Answers say what neither the models nor the database tell, and Ask is
	// asked for the rest; nil asks nobody.
	Answers Answers
	Ask     Questioner
	// Hooks change what is compared and written.
	Hooks Hooks
	// DropUnknown drops the tables and indexes that neither the models nor the
	// revisions know. By default they are named in a warning and left alone.
	DropUnknown bool
}

// Script is what separates a database from the models.
type Script struct {
	// Up leads from the database to the models, Down back.
	Up, Down []op.Operation
	// Changes say what Up is for, a sentence each: `added table "orders"`.
	Changes []string
	// Warnings are for the user to read before the script is run.
	Warnings []string

	notes notes
}

// notes are the comments that stand above operations in the rendered file.
type notes map[op.Operation]string

// Empty reports whether nothing separates the database from the models.
func (s *Script) Empty() bool { return len(s.Up) == 0 }

// Upgrades returns the Go statements of the upgrade's body, empty for none.
func (s *Script) Upgrades() (string, error) { return render(s.Up, s.notes) }

// Downgrades returns the Go statements of the downgrade's body, empty for none.
func (s *Script) Downgrades() (string, error) { return render(s.Down, s.notes) }

// Run compares the models with the database that db is connected to.
func Run(ctx context.Context, db *gorm.DB, in Input) (*Script, error) {
	d, err := engines.Of(db.Dialector)
	if err != nil {
		return nil, err
	}
	shadow := in.Shadow
	if shadow == nil {
		shadow = db
	}
	if shadow.Name() != db.Name() {
		return nil, fmt.Errorf("the shadow is a database of %s and the application's one of %s: give a scratch database of the same engine", shadow.Name(), db.Name())
	}
	desired, err := gormschema.Desired(ctx, shadow, d, in.Models, gormschema.Options{Dialectors: in.Dialectors, Enums: in.Enums})
	if err != nil {
		return nil, err
	}
	current, err := in.current(ctx, db, shadow, d, namespaces(desired.Schemas, in.Files))
	if err != nil {
		return nil, err
	}
	// Schemas are created for the tables in them, and never dropped on the way
	// up: others may use them too.
	desired.Schema.Namespaces = slices.Sorted(slices.Values(desired.Schemas))
	current.Namespaces = slices.DeleteFunc(current.Namespaces, func(name string) bool {
		return !slices.Contains(desired.Schemas, name)
	})
	history, err := newLedger(in.Files)
	if err != nil {
		return nil, err
	}
	history.addEnums(current, d)
	in.Hooks.apply(current, desired.Schema)
	if err := settleEnums(current, desired.Schema, in.Files, in.DropUnknown); err != nil {
		return nil, err
	}
	others, err := otherEngines(in.Dialectors, d)
	if err != nil {
		return nil, err
	}
	answers := newAnswers(in.Answers, in.Ask)
	all := append([]dialect.Dialect{d}, others...)
	renames, err := answers.renames(all, current, desired.Schema)
	if err != nil {
		return nil, err
	}
	script := &Script{Warnings: desired.Warnings}
	if !in.DropUnknown {
		script.Warnings = append(script.Warnings, leaveUnknown(current, desired.Schema, in.Files)...)
	}
	script.Warnings = append(script.Warnings, hintOfForeignKeys(current, desired.Schema, history)...)
	keepComments(current, desired.Schema)
	for _, o := range renames {
		history.apply(o)
	}
	script.Warnings = append(script.Warnings, history.settleOptions(current, desired.Schema, d)...)
	history.respell(current, d)
	spellEnums(current)
	comparison := comparison{
		current: current, desired: desired.Schema,
		hidden:  history.elsewhere(current, desired.Schema, d, others),
		renames: renames, answers: answers,
		engines: all,
	}
	if err := script.compare(comparison); err != nil {
		return nil, err
	}
	// A shadow has no views but those of the revisions, which are gone by now.
	if in.Replay == nil {
		if err := script.warnOfViews(ctx, db, d); err != nil {
			return nil, err
		}
	}
	if in.Hooks.Rewrite != nil {
		if err := in.Hooks.Rewrite(script); err != nil {
			return nil, fmt.Errorf("rewriting the operations: %w", err)
		}
	}
	return script, nil
}

// otherEngines are the dialects of the engines that the application supports
// besides the connected one, sorted by name.
func otherEngines(dialectors map[string]gorm.Dialector, connected dialect.Dialect) ([]dialect.Dialect, error) {
	var others []dialect.Dialect
	for _, name := range slices.Sorted(maps.Keys(dialectors)) {
		d, err := engines.Of(dialectors[name])
		if err != nil {
			return nil, err
		}
		if d.Name() != connected.Name() {
			others = append(others, d)
		}
	}
	return others, nil
}

// namespaces are the schemas to read besides the current one: those that the
// models name, and those that the revisions made tables and enums in.
func namespaces(desired []string, files []versions.File) []string {
	all := slices.Clone(desired)
	for _, f := range files {
		for _, o := range f.Creates {
			if name, _, qualified := strings.Cut(o.Name, "."); qualified && (o.Kind == versions.Table || o.Kind == versions.Enum) {
				all = append(all, name)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// current reads what the models are compared with.
func (in Input) current(ctx context.Context, db, shadow *gorm.DB, d dialect.Dialect, schemas []string) (*inspect.Schema, error) {
	if in.Replay == nil {
		return live(ctx, db, d, schemas)
	}
	return gormschema.Replayed(ctx, shadow, d, schemas, in.Replay)
}

// live reads the database, without the table that gmig itself keeps.
func live(ctx context.Context, db *gorm.DB, d dialect.Dialect, schemas []string) (*inspect.Schema, error) {
	pool, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("reaching the connection pool of GORM: %w", err)
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connecting to the database: %w", err)
	}
	defer conn.Close()
	schema, err := inspect.Read(ctx, conn, d, schemas...)
	if err != nil {
		return nil, fmt.Errorf("inspecting the database: %w", err)
	}
	return without(without(schema, versions.VersionTable), dialect.LockTable), nil
}

// comparison is what compare needs to know.
type comparison struct {
	current, desired *inspect.Schema
	hidden           []elsewhere
	// renames have been done in current, and must be in the database.
	renames []op.Operation
	answers *answers
	// engines are the dialects of the application, the connected one first.
	engines []dialect.Dialect
}

// compare fills the script with what leads from one schema to the other and
// back.
func (s *Script) compare(c comparison) error {
	up, down := newPlan(c.current, c.desired, c.hidden, c.engines), newPlan(c.desired, c.current, c.hidden, c.engines)
	if err := up.answer(c.answers, c.engines, true); err != nil {
		return err
	}
	if err := down.answer(c.answers, c.engines, false); err != nil {
		return err
	}
	if err := c.answers.unused(); err != nil {
		return err
	}
	s.Up = append(slices.Clone(c.renames), up.operations()...)
	s.Down = append(down.operations(), back(c.renames)...)
	s.Changes = append(renameChanges(c.renames), up.changes(c.engines[0])...)
	s.notes = notes{}
	warn := func(o op.Operation, text string) {
		s.Warnings = append(s.Warnings, text)
		s.notes[o] = text
	}
	up.warnOfRenames(s.Up, warn)
	up.warnOfNulls(s.Up, warn)
	up.warnOfConversions(s.Up, c.engines, warn)
	up.enums.warn(warn)
	// Whether the way back is ever gone is not known: it is for the reader of
	// the file.
	note := func(o op.Operation, text string) { s.notes[o] = text }
	down.warnOfNulls(s.Down, note)
	down.enums.warn(note)
	return nil
}

// renameChanges says what is renamed, a sentence each.
func renameChanges(renames []op.Operation) (all []string) {
	for _, o := range renames {
		switch o := o.(type) {
		case *op.RenameTableOp:
			all = append(all, fmt.Sprintf("renamed table %q to %q", o.From, o.To))
		case *op.RenameColumnOp:
			all = append(all, fmt.Sprintf("renamed column %q.%q to %q", o.Table, o.From, o.To))
		case *op.RenameEnumValueOp:
			all = append(all, fmt.Sprintf("renamed value %q of enum %q to %q", o.From, o.Enum, o.To))
		}
	}
	return all
}
