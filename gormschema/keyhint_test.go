package gormschema_test

import (
	"context"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/gmig/gmig/gormschema"
)

type (
	// Ward and Nurse have a field of one name, and GORM takes the reference for
	// a has-one: a foreign key to a column of Nurse that is no key.
	Ward struct {
		WardID uint `gorm:"primaryKey"`
	}
	Nurse struct {
		ID     uint
		WardID uint
		Ward   Ward `gorm:"foreignKey:WardID;references:WardID"`
	}
	// Porter is a Nurse whose relation has no foreign key in the database.
	Porter struct {
		ID     uint
		WardID uint
		Ward   Ward `gorm:"foreignKey:WardID;references:WardID;constraint:-"`
	}
)

func TestAForeignKeyThatCannotBeSaysHowToDoWithoutIt(t *testing.T) {
	engine := postgresEngine()
	dialector := engine.fresh(t)
	desired := func(config gorm.Config, models ...any) error {
		db, err := gorm.Open(dialector, &config)
		if err != nil {
			t.Fatal(err)
		}
		_, err = gormschema.Desired(context.Background(), db, engine.dialect, models, gormschema.Options{})
		return err
	}
	err := desired(gorm.Config{}, &Nurse{}, &Ward{})
	if err == nil || !strings.Contains(err.Error(), `"fk_nurses_ward"`) || !strings.Contains(err.Error(), "constraint:-") {
		t.Errorf("error: %v", err)
	}
	if err := desired(gorm.Config{}, &Porter{}, &Ward{}); err != nil {
		t.Errorf("with the tag: %v", err)
	}
	if err := desired(gorm.Config{DisableForeignKeyConstraintWhenMigrating: true}, &Nurse{}, &Ward{}); err != nil {
		t.Errorf("without foreign keys: %v", err)
	}
}
