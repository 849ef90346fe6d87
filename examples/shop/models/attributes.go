package models

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// Attributes are a product's free-form facts. PostgreSQL stores them as jsonb, where they can be
// searched; elsewhere they are JSON text.
type Attributes map[string]string

// GormDataType names the type for GORM, which otherwise has no column for a map.
func (Attributes) GormDataType() string { return "json" }

// GormDBDataType names the column type for the database in use.
func (Attributes) GormDBDataType(db *gorm.DB, _ *schema.Field) string {
	if db.Name() == "postgres" {
		return "jsonb"
	}
	return "json"
}

// Value encodes the attributes; a product without any stores NULL.
func (a Attributes) Value() (driver.Value, error) {
	if len(a) == 0 {
		return nil, nil
	}
	text, err := json.Marshal(a)
	return string(text), err
}

// Scan decodes what Value stored.
func (a *Attributes) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*a = nil
		return nil
	case []byte:
		return json.Unmarshal(v, a)
	case string:
		return json.Unmarshal([]byte(v), a)
	}
	return fmt.Errorf("read attributes: a %T is not JSON", src)
}
