package gormschema_test

import (
	"context"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/gmig/gmig/gormschema"
)

// TestACollationThatIsNotThereIsNoEnum has a name in capitals that GORM does not
// quote.
func TestACollationThatIsNotThereIsNoEnum(t *testing.T) {
	type Plugin struct {
		ID   uint
		Name string `gorm:"index:,collate:POSIX"`
	}
	onEngines(t, func(t *testing.T, e testEngine) {
		if e.dialect.Name() != "postgres" {
			return
		}
		db := e.open(t, gorm.Config{})
		_, err := gormschema.Desired(context.Background(), db, e.dialect, []any{&Plugin{}}, gormschema.Options{})
		if err == nil || !strings.Contains(err.Error(), `needs quotes, collate:\"C\"`) || strings.Contains(err.Error(), "enum") {
			t.Errorf("error: %v", err)
		}
	})
}

// TestADefaultThatTheEngineRefusesSaysWhatItTakes has a function that an
// extension would bring: PostgreSQL does not know it, SQLite wants parentheses.
func TestADefaultThatTheEngineRefusesSaysWhatItTakes(t *testing.T) {
	type Plugin struct {
		ID   string `gorm:"type:varchar(36);default:made_up_uuid()"`
		Name string
	}
	hints := map[string]string{
		"sqlite":   "field \"ID\" with the tag `default:(made_up_uuid())`",
		"postgres": "the extension that brings it",
	}
	onEngines(t, func(t *testing.T, e testEngine) {
		db := e.open(t, gorm.Config{})
		_, err := gormschema.Desired(context.Background(), db, e.dialect, []any{&Plugin{}}, gormschema.Options{})
		if err == nil || !strings.Contains(err.Error(), hints[e.dialect.Name()]) {
			t.Errorf("error: %v", err)
		}
	})
}
