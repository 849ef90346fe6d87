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

	"example.com/app/models"
)

func main() {
	url := os.Args[1]
	dialector := postgres.Open(url)
	if file, ok := strings.CutPrefix(url, "sqlite://"); ok {
		dialector = sqlite.Open(file)
	}
	// Foreign keys come in a second run, since models may refer to each other in a circle, which
	// PostgreSQL cannot create in one.
	for _, withoutForeignKeys := range []bool{dialector.Name() == "postgres", false} {
		db, err := gorm.Open(dialector, &gorm.Config{DisableForeignKeyConstraintWhenMigrating: withoutForeignKeys})
		if err != nil {
			log.Fatal(err)
		}
		if err := db.AutoMigrate(models.Models()...); err != nil {
			log.Fatal(err)
		}
	}
}
