package gormschema_test

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/utils/tests"
)

// modelSets are sets that plain AutoMigrate can create on an empty database of
// both engines.
func modelSets() map[string][]any {
	return map[string][]any{
		"gorm's own tests": {
			tests.User{}, tests.Account{}, tests.Pet{}, tests.Company{}, tests.Toy{}, tests.Tools{}, tests.Language{},
			tests.Coupon{}, tests.CouponProduct{}, tests.Order{},
		},
		"every tag":    {Everything{}},
		"relations":    {Category{}, Blog{}, Post{}, Comment{}, Attachment{}},
		"a join model": {Student{}, Course{}, Enrolment{}},
	}
}

type (
	// Everything has what a column and an index can have on both engines.
	Everything struct {
		gorm.Model
		Audit     Audit          `gorm:"embedded;embeddedPrefix:audit_"`
		Pointer   *Audit         `gorm:"embedded;embeddedPrefix:pointer_"`
		Name      string         `gorm:"size:64;not null;index:idx_name_rank,priority:2;comment:the 'name'"`
		Rank      int            `gorm:"default:7;index:idx_name_rank,priority:1,sort:desc"`
		Ratio     float64        `gorm:"default:1.5"`
		Huge      uint64         `gorm:"default:18"`
		Active    bool           `gorm:"default:true"`
		Greeting  string         `gorm:"default:it's; not null"`
		Quoted    string         `gorm:"default:'hello world'"`
		Empty     *string        `gorm:"default:null"`
		Born      time.Time      `gorm:"default:CURRENT_TIMESTAMP"`
		Lower     string         `gorm:"index:idx_lower,expression:lower(lower),where:rank > 3"`
		Email     string         `gorm:"uniqueIndex;size:100"`
		Phone     string         `gorm:"unique"`
		Age       int            `gorm:"check:age > 13"`
		Weight    int            `gorm:"check:weight_positive,weight > 0 AND weight < 1000"`
		Price     float64        `gorm:"type:decimal(10,2)"`
		Settings  map[string]any `gorm:"serializer:json"`
		Secret    string         `gorm:"-:migration"`
		Long      string         `gorm:"index:idx_everything_with_a_name_that_is_longer_than_sixty_three_bytes_for_sure"`
		Raw       string         `gorm:"type:varchar(30) not null"`
		Collapsed int            `gorm:"column:MixedCase"`
	}
	Audit struct {
		By string
		At *time.Time
	}

	// Category refers to itself, and has its key from the has-many side alone.
	Category struct {
		ID       uint
		ParentID *uint
		Children []Category `gorm:"foreignKey:ParentID;constraint:OnDelete:SET NULL"`
		Posts    []Post     `gorm:"constraint:OnUpdate:CASCADE,OnDelete:CASCADE"`
	}
	Blog struct {
		Host string `gorm:"primaryKey;size:40"`
		Lang string `gorm:"primaryKey;size:2"`
	}
	Post struct {
		ID          uint
		CategoryID  uint
		BlogHost    string
		BlogLang    string
		Blog        Blog         `gorm:"foreignKey:BlogHost,BlogLang"`
		Related     []*Post      `gorm:"many2many:related_posts"`
		Attachments []Attachment `gorm:"polymorphic:Owner"`
	}
	Comment struct {
		ID     uint
		PostID uint
		Post   Post `gorm:"constraint:fk_of_its_own,OnDelete:no action"`
	}
	Attachment struct {
		ID        uint
		OwnerID   uint
		OwnerType string
	}

	Student struct {
		ID      uint
		Courses []Course `gorm:"many2many:enrolments"`
	}
	Course    struct{ ID uint }
	Enrolment struct {
		StudentID uint `gorm:"primaryKey"`
		CourseID  uint `gorm:"primaryKey"`
		Grade     string
	}
)
