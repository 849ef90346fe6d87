package autogenerate

import (
	"bytes"
	"context"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"github.com/gmig/gmig/autogenerate/internal/golden"
	"github.com/gmig/gmig/op"
)

var update = flag.Bool("update", false, "write the golden files")

// everyOperation has each operation with each of its parts.
func everyOperation() []op.Operation {
	return []op.Operation{
		op.CreateTable("orders",
			op.Column("id", op.Uint(64)).AutoIncrement(),
			op.Column("small", op.Int(16)).Identity("BY DEFAULT"),
			op.Column("number", op.String(32)).Collate("C").NotNull().OnConflict("REPLACE").DefaultValue(`say "no"`).Comment("it's the number"),
			op.Column("note", op.Text).DefaultValue("a\nb"),
			op.Column("total", op.Decimal(12, 2)).Default("0"),
			op.Column("ratio", op.Float(64)).DefaultValue(2.0),
			op.Column("share", op.Float(32)).DefaultValue(0.25),
			op.Column("count", op.Uint(32)).DefaultValue(uint(3)),
			op.Column("delta", op.Int(32)).DefaultValue(-3),
			op.Column("paid", op.Bool).DefaultValue(true),
			op.Column("at", op.Time).Default("CURRENT_TIMESTAMP"),
			op.Column("exact", op.Timestamp(3)),
			op.Column("body", op.Bytes),
			op.Column("tags", op.Type("jsonb").On("sqlite", "text").On("mysql", "json")),
			op.Column("double", op.Int(64)).Generated("count * 2"),
			op.Column("triple", op.Int(64)).Generated("count * 3").Virtual(),
			op.PrimaryKey("id", "number").Named("orders_key").OnConflict("IGNORE"),
			op.Unique("uni_orders_number", "number").Deferrable("DEFERRABLE INITIALLY DEFERRED").NullsNotDistinct().OnConflict("REPLACE"),
			op.ForeignKey("fk_users_orders", "user_id").References("users", "id").OnDelete("CASCADE").OnUpdate("SET NULL").Deferrable("DEFERRABLE"),
			op.Check("chk_orders_total", `total >= 0 AND number <> 'it''s \ "odd"'`),
		).Comment("what was ordered").With("WITHOUT ROWID"),
		op.DropTable("carts"),
		op.RenameTable("clients", "customers"),
		op.CommentTable("orders", "what was ordered", ""),
		op.AlterTableOptions("orders", "", "STRICT"),
		op.AddColumn("users", op.Column("age", op.Int(8)).NotNull()),
		op.AlterColumn("users", op.Column("name", op.String(64)), op.Column("name", op.String(128)).NotNull()).Using("name::text"),
		op.Fill("users", "name", "'unknown'"),
		op.FillValue("users", "age", 18),
		op.BulkInsert("countries",
			op.Row{"code": "de", "eu": true, "name": "Germany"},
			op.Row{"code": "ch", "eu": false, "name": nil},
		),
		op.DropColumn("users", "nick"),
		op.RenameColumn("users", "mail", "email"),
		op.RenameIndex("users", "idx_users_mail", "idx_users_email"),
		op.RenameConstraint("users", "chk_users_mail", "chk_users_email"),
		op.AddConstraint("users", op.Check("", "age > 0")),
		op.DropConstraint("users", op.Unique("uni_users_mail", "mail", "tenant")),
		op.CreateIndex("idx_plain", "users", "a", "b"),
		op.CreateIndex("idx_rich", "users", "a").
			Keys(op.KeyExpr("lower(b)").Collate("C").Class("text_pattern_ops").Order("DESC NULLS LAST"), op.Key("c")).
			Unique().Using("gist").Include("d", "e").NullsNotDistinct().With("fillfactor=70").Option("TABLESPACE fast").
			Where("a > 0").Comment("rich").Concurrently(),
		op.DropIndex("idx_old", "users"),
		op.DropIndex("idx_older", "users").Concurrently(),
		op.CreateEnum("mood", "sad", "it's \"ok\""),
		op.AddColumn("users", op.Column("mood", op.Enum("mood", "sad", "ok").On("mysql", "text")).DefaultValue("ok")),
		op.AddColumn("users", op.Column("moods", op.Enum("s.mood", "sad").Array())),
		op.AlterEnum(op.Enum("mood", "sad", "ok"), op.Enum("mood", "sad", "ok", "great")),
		op.AlterEnum(op.Enum("mood", "sad", "ok"), op.Enum("mood", "great", "sad", "ok")).Rebuild(),
		op.RenameEnumValue("mood", "ok", "fine"),
		op.DropEnum("mood"),
		op.Exec("UPDATE users SET age = 1").On("sqlite", "").On("postgres", "UPDATE users SET age = 2"),
	}
}

// TestRenderedOperationsCompileToThemselves compares the rendered text with a
// Go file, and what that file does when it runs with what was rendered.
func TestRenderedOperationsCompileToThemselves(t *testing.T) {
	const path = "internal/golden/golden.go"
	ops := everyOperation()
	body, err := render(ops, notes{ops[1]: "table \"carts\" is dropped with its rows and this sentence is long enough to be broken into lines"})
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	file.WriteString(`// Package golden holds a rendered function body: go test ./autogenerate -update
// writes it.
package golden

import (
	"context"

	"github.com/gmig/gmig/op"
)

// Upgrade has every operation.
func Upgrade(ctx context.Context, m *op.Migration) error {
`)
	for _, line := range bytes.SplitAfter([]byte(body), []byte("\n")) {
		if len(line) > 0 {
			file.WriteString("\t" + string(line))
		}
	}
	file.WriteString("}\n")
	if *update {
		if err := os.WriteFile(path, file.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), file.String()); diff != "" {
		t.Errorf("rendered text (-want +got):\n%s", diff)
	}

	var got recorder
	if err := golden.Upgrade(context.Background(), op.NewMigration(&got)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ops, got.ops); diff != "" {
		t.Errorf("operations (-rendered +compiled):\n%s", diff)
	}
}

func TestNothingRendersToNothing(t *testing.T) {
	body, err := render(nil, nil)
	if err != nil || body != "" {
		t.Errorf("got %q, %v", body, err)
	}
}

// recorder is an op.Runner that keeps what it should run.
type recorder struct{ ops []op.Operation }

func (r *recorder) Run(_ context.Context, ops ...op.Operation) error {
	r.ops = append(r.ops, ops...)
	return nil
}
func (r *recorder) Exec(context.Context, string, ...any) error { return nil }
func (r *recorder) Autocommit(ctx context.Context, ops ...op.Operation) error {
	return r.Run(ctx, ops...)
}
func (r *recorder) Resuming() bool             { return false }
func (r *recorder) Progress(done, total int64) {}
func (r *recorder) DB() *gorm.DB               { return nil }
func (r *recorder) Dialect() string            { return "recorder" }
func (r *recorder) Offline() bool              { return true }
