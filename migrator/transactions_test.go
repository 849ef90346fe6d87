package migrator_test

import (
	"context"
	"strings"
	"testing"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

func TestAScriptIsInOneTransaction(t *testing.T) {
	all := migrator.WithTransactions(migrator.AllInOne)
	onEachTarget(t, func(t *testing.T, empty func() target) {
		ctx := context.Background()
		byRun, byScript := empty(), empty()
		set := everything()
		if _, err := byRun.online(t, set, all).Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		script, err := byScript.offline(t, set, all).Upgrade(ctx, "", "head")
		if err != nil {
			t.Fatal(err)
		}
		if strings.Count(script, "\nCOMMIT;") != 1 {
			t.Errorf("the script is not in one transaction:\n%s", script)
		}
		byScript.feed(t, script)
		if a, b := byRun.lines(t, rows), byScript.lines(t, rows); a != b {
			t.Errorf("rows of the run:\n%s\nand of the script:\n%s", a, b)
		}
		if a, b := byRun.schema(t), byScript.schema(t); a != b {
			t.Errorf("schema of the run:\n%s\nand of the script:\n%s", a, b)
		}
	})
}

func TestAScriptInOneTransactionHasNothingOutsideOfIt(t *testing.T) {
	onEachTarget(t, func(t *testing.T, empty func() target) {
		leaving := history(do(createUsers()), func(ctx context.Context, m *op.Migration) error {
			return m.Autocommit(ctx, op.Exec("VACUUM"))
		})
		for _, set := range []*versions.Set{leaving, outside(do(), nil)} {
			_, err := empty().offline(t, set, migrator.WithTransactions(migrator.AllInOne)).Upgrade(context.Background(), "", "head")
			wantError(t, err, "without --transaction all", "1 -> 2")
		}
	})
}
