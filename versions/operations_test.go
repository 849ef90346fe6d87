package versions

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/op"
)

// revisionFile is a file whose upgrade has a body.
func revisionFile(body string) []byte {
	return []byte(`package versions

import (
	"context"

	"github.com/gmig/gmig/op"
)

const users = "users"

func init() { All.Add(op.Revision{ID: "a1", Up: upgrade, Down: downgrade}) }

func upgrade(ctx context.Context, m *op.Migration) error {
` + body + `
}

func downgrade(ctx context.Context, m *op.Migration) error { return m.Run(ctx, op.DropTable(users)) }
`)
}

func TestOperationsAreReadWithoutRunningThem(t *testing.T) {
	files := ParseFile("a1.go", revisionFile(`
	if err := m.Run(ctx,
		op.CreateTable(users,
			op.Column("id", op.Uint(64)).AutoIncrement(),
			op.Column("name", (op.String(32))).NotNull().DefaultValue("it's"),
			op.Column("data", op.Type("jsonb").On("sqlite", "text")),
			op.Column("ratio", op.Float(64)).DefaultValue(-0.5),
			op.Column("count", op.Uint(8)).DefaultValue(uint64(3)),
			op.Column("ok", op.Bool).DefaultValue(true),
			op.PrimaryKey("id"),
		).Comment("a"+"b"),
		op.BulkInsert(users, op.Row{"id": 1}),
		op.CreateIndex("idx", users, "id").Keys(op.KeyExpr("lower(name)").Order("DESC")).Unique(),
	); err != nil {
		return err
	}
	if err := m.DB().Exec("UPDATE users SET name = ?", "x").Error; err != nil {
		return err
	}
	if err := m.Autocommit(ctx, op.CreateIndex("online", users, "id").Concurrently()); err != nil {
		return err
	}
	return m.Run(ctx, op.AlterColumn(users, op.Column("a", op.Text), op.Column("a", op.Int(8))).Using("a::int"), op.Exec("X").On("sqlite", ""))`))
	if len(files) != 1 || files[0].Err != nil {
		t.Fatalf("read %+v", files)
	}
	want := []op.Operation{
		op.CreateTable("users",
			op.Column("id", op.Uint(64)).AutoIncrement(),
			op.Column("name", op.String(32)).NotNull().DefaultValue("it's"),
			op.Column("data", op.Type("jsonb").On("sqlite", "text")),
			op.Column("ratio", op.Float(64)).DefaultValue(-0.5),
			op.Column("count", op.Uint(8)).DefaultValue(uint64(3)),
			op.Column("ok", op.Bool).DefaultValue(true),
			op.PrimaryKey("id"),
		).Comment("ab"),
		op.CreateIndex("idx", "users", "id").Keys(op.KeyExpr("lower(name)").Order("DESC")).Unique(),
		op.CreateIndex("online", "users", "id").Concurrently(),
		op.AlterColumn("users", op.Column("a", op.Text), op.Column("a", op.Int(8))).Using("a::int"),
		op.Exec("X").On("sqlite", ""),
	}
	if diff := cmp.Diff(want, files[0].Upgrade); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	if !files[0].Plain {
		t.Error("the upgrade is plain and was not recognised")
	}
}

func TestOperationsOnEnumsAreRead(t *testing.T) {
	files := ParseFile("a1.go", revisionFile(`
	if err := m.Autocommit(ctx, op.AlterEnum(op.Enum("state", "new"), op.Enum("state", "new", "old")).Rebuild()); err != nil {
		return err
	}
	return m.Run(ctx,
		op.CreateEnum("mood", "sad", "it's"),
		op.AddColumn(users, op.Column("moods", op.Enum("mood", "sad", "it's").Array().On("mysql", "text"))),
		op.RenameEnumValue("mood", "sad", "bad"),
		op.DropEnum("mood"))`))
	want := []op.Operation{
		op.AlterEnum(op.Enum("state", "new"), op.Enum("state", "new", "old")).Rebuild(),
		op.CreateEnum("mood", "sad", "it's"),
		op.AddColumn("users", op.Column("moods", op.Enum("mood", "sad", "it's").Array().On("mysql", "text"))),
		op.RenameEnumValue("mood", "sad", "bad"),
		op.DropEnum("mood"),
	}
	if diff := cmp.Diff(want, files[0].Upgrade); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	if !files[0].Plain {
		t.Error("the upgrade is plain and was not recognised")
	}
	if created := (Object{Enum, "mood"}); !slices.Contains(files[0].Creates, created) {
		t.Errorf("creates %v", files[0].Creates)
	}
}

func TestOperationsThatAreNotWrittenOutAreNotPlain(t *testing.T) {
	for name, body := range map[string]string{
		"a condition":   `if m.Dialect() == "sqlite" { return m.Run(ctx, op.DropTable("a")) }; return nil`,
		"a loop":        `for range 3 { if err := m.Run(ctx, op.DropTable("a")); err != nil { return err } }; return nil`,
		"a list":        `return m.Run(ctx, operations...)`,
		"a variable":    `return m.Run(ctx, operation)`,
		"a function":    `return with(func() error { return m.Run(ctx, op.DropTable("a")) })`,
		"a misfit":      `return m.Run(ctx, op.DropTable(3))`,
		"too few":       `return m.Run(ctx, op.DropTable())`,
		"no such thing": `return m.Run(ctx, op.Launch("a"))`,
		"no operation":  `return m.Run(ctx, op.Text)`,
	} {
		t.Run(name, func(t *testing.T) {
			files := ParseFile("a1.go", revisionFile(body))
			if len(files) != 1 || files[0].Plain {
				t.Errorf("read %+v", files)
			}
		})
	}
}
