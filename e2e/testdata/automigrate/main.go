// Command automigrate gives an empty database the schema of the project's models, as GORM makes it.
// The end-to-end tests copy it into a project.
package main

import (
	"log"
	"os"
	"strings"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"example.com/app/models"
)

func main() {
	url := os.Args[1]
	dialector := postgres.Open(url)
	if file, ok := strings.CutPrefix(url, "sqlite://"); ok {
		dialector = sqlite.Open(file)
	}
	err := autoMigrate(dialector, &gorm.Config{})
	if err != nil {
		// Models that refer to each other in a circle need a run without foreign keys before.
		if err := autoMigrate(dialector, &gorm.Config{DisableForeignKeyConstraintWhenMigrating: true}); err != nil {
			log.Fatal(err)
		}
		err = autoMigrate(dialector, &gorm.Config{})
	}
	if err != nil {
		log.Fatal(err)
	}
}

func autoMigrate(dialector gorm.Dialector, config *gorm.Config) error {
	config.Logger = logger.Discard
	db, err := gorm.Open(dialector, config)
	if err != nil {
		return err
	}
	return db.AutoMigrate(models.Models()...)
}
