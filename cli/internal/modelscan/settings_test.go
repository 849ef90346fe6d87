package modelscan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSettingsFindsWhatChangesTheSchema(t *testing.T) {
	const head = "package app\n\nimport (\n\t\"gorm.io/gorm\"\n\t\"gorm.io/gorm/schema\"\n\tother \"example.com/gorm\"\n)\n\n"
	tests := []struct {
		name, body string
		want       []string
	}{
		{"fields of the configuration", "var c = gorm.Config{\n\tNamingStrategy: schema.NamingStrategy{TablePrefix: \"t_\"},\n\tDisableForeignKeyConstraintWhenMigrating: true,\n\tPrepareStmt: true,\n}\n",
			[]string{"NamingStrategy", "DisableForeignKeyConstraintWhenMigrating"}},
		{"a pointer", "var c = &gorm.Config{NamingStrategy: s}\n", []string{"NamingStrategy"}},
		{"a field set later", "func f() { c.DisableForeignKeyConstraintWhenMigrating = !mysql }\n", []string{"DisableForeignKeyConstraintWhenMigrating"}},
		{"GORM's own default", "var c = gorm.Config{DisableForeignKeyConstraintWhenMigrating: false}\nfunc f() { c.IgnoreRelationshipsWhenMigrating = false }\n", nil},
		{"calls", "func init() { schema.RegisterSerializer(\"x\", nil); db.SetupJoinTable(&A{}, \"Bs\", &AB{}) }\n", []string{"RegisterSerializer()", "SetupJoinTable()"}},
		{"another package of that name", "var c = other.Config{NamingStrategy: s}\nfunc f() { other.RegisterSerializer(\"x\", nil) }\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := write(t, "db.go", head+tt.body, "db_test.go", head+"var c = gorm.Config{NamingStrategy: s}\n")
			var got []string
			for _, s := range Settings(root) {
				if s.Call {
					s.Name += "()"
				}
				got = append(got, s.Name)
				if s.Line < 9 {
					t.Errorf("%s is in line %d", s.Name, s.Line)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
		})
	}
}
