package autogenerate_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/op"
)

func (d *database) hooked(models []any, hooks autogenerate.Hooks) *autogenerate.Script {
	d.t.Helper()
	script, err := autogenerate.Run(context.Background(), d.DB, autogenerate.Input{Models: models, Hooks: hooks})
	if err != nil {
		d.t.Fatal(err)
	}
	return script
}

func TestIncludeLeavesObjectsOut(t *testing.T) {
	for _, e := range bothEngines() {
		t.Run(e.name, func(t *testing.T) {
			type Log struct{ ID uint }
			type User struct {
				ID    uint
				Name  string `gorm:"index;unique;check:chk_name,name <> ''"`
				Fresh string
			}
			db := newDatabase(t, e)
			for _, statement := range []string{
				"CREATE TABLE users (id int, name text, theirs text)", "CREATE INDEX theirs ON users (theirs)", "CREATE TABLE spatial_ref_sys (id int)",
			} {
				if err := db.Exec(statement).Error; err != nil {
					t.Fatal(err)
				}
			}
			var asked []autogenerate.Object
			script := db.hooked([]any{&User{}, &Log{}}, autogenerate.Hooks{Include: func(o autogenerate.Object) bool {
				asked = append(asked, o)
				switch o.Kind {
				case autogenerate.Table:
					return o.InModels && o.Name != "logs"
				case autogenerate.Column:
					return o.InModels && o.Name != "fresh" && o.Name != "id"
				}
				return o.Kind == autogenerate.Check
			}})
			if diff := cmp.Diff([]string{`add check "chk_name" to table "users"`}, descriptions(script.Up)); diff != "" {
				t.Errorf("up (-want +got):\n%s", diff)
			}
			if len(script.Warnings) > 0 {
				t.Errorf("warnings: %q", script.Warnings)
			}
			for _, o := range []autogenerate.Object{
				{Kind: autogenerate.Table, Table: "spatial_ref_sys", Name: "spatial_ref_sys", InDatabase: true},
				{Kind: autogenerate.Table, Table: "logs", Name: "logs", InModels: true},
				{Kind: autogenerate.Table, Table: "users", Name: "users", InModels: true, InDatabase: true},
				{Kind: autogenerate.Column, Table: "users", Name: "name", InModels: true, InDatabase: true},
				{Kind: autogenerate.Column, Table: "users", Name: "fresh", InModels: true},
				{Kind: autogenerate.Index, Table: "users", Name: "theirs", InDatabase: true},
				{Kind: autogenerate.Unique, Table: "users", Name: "uni_users_name", InModels: true},
				{Kind: autogenerate.PrimaryKey, Table: "users", InModels: true},
			} {
				if !slices.Contains(asked, o) {
					t.Errorf("not asked about %+v, but about %+v", o, asked)
				}
			}
		})
	}
}

func TestRewriteChangesTheOperations(t *testing.T) {
	db := newDatabase(t, bothEngines()[0])
	script := db.hooked(plainUser(), autogenerate.Hooks{Rewrite: func(s *autogenerate.Script) error {
		for _, o := range s.Up {
			if create, ok := o.(*op.CreateTableOp); ok {
				create.Comment("made by gmig")
			}
		}
		s.Up = append(s.Up, op.Exec("GRANT SELECT ON users TO reader"))
		return nil
	}})
	body, err := script.Upgrades()
	if err != nil || !strings.Contains(body, `.Comment("made by gmig")`) || !strings.Contains(body, `op.Exec("GRANT SELECT`) {
		t.Errorf("%v:\n%s", err, body)
	}
	_, err = autogenerate.Run(context.Background(), db.DB, autogenerate.Input{Models: plainUser(), Hooks: autogenerate.Hooks{
		Rewrite: func(*autogenerate.Script) error { return errors.New("not today") }}})
	if err == nil || err.Error() != "rewriting the operations: not today" {
		t.Errorf("got %v", err)
	}
}

func TestTheApplicationSaysWhatIsTheSame(t *testing.T) {
	for _, e := range bothEngines() {
		type User struct {
			ID   uint
			Name string `gorm:"type:varchar(20);default:x"`
			Nick string `gorm:"type:varchar(20);default:x"`
		}
		after := func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:varchar(30);default:y"`
				Nick string `gorm:"type:varchar(30);default:y"`
			}
			return []any{&User{}}
		}
		db := newDatabase(t, e)
		db.upgrade(db.compare([]any{&User{}}))
		name := func(table string, database, models *op.ColumnDef) bool {
			return table == "users" && models.Name == "name"
		}
		script := db.hooked(after(), autogenerate.Hooks{SameType: name, SameDefault: name})
		if diff := cmp.Diff([]string{`alter column "nick" of table "users"`}, descriptions(script.Up)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", e.name, diff)
		}
	}
}
