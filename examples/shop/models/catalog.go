package models

import (
	"time"

	"gorm.io/gorm"
)

// Category is a node of the catalogue's tree; one without a parent is a root. A slug is unique
// among siblings.
type Category struct {
	ID       uint
	ParentID *uint  `gorm:"uniqueIndex:idx_categories_parent_slug,priority:1"`
	Slug     string `gorm:"size:60;not null;uniqueIndex:idx_categories_parent_slug,priority:2"`
	Name     string `gorm:"size:120;not null"`
	Position int    `gorm:"not null;default:0"`

	Parent   *Category
	Children []Category `gorm:"foreignKey:ParentID;constraint:OnDelete:SET NULL"`
	Products []Product  `gorm:"constraint:OnDelete:RESTRICT"`
	Images   []Image    `gorm:"polymorphic:Owner"`
}

// Product is an article that can be ordered.
type Product struct {
	gorm.Model
	CategoryID  uint       `gorm:"not null;index"`
	SKU         string     `gorm:"size:32;not null;uniqueIndex"`
	Name        string     `gorm:"size:200;not null;index:idx_products_name"`
	Description string     `gorm:"type:text"`
	Price       Money      `gorm:"type:decimal(10,2);not null"`
	Stock       int        `gorm:"not null;default:0;check:chk_products_stock,stock >= 0"`
	Attributes  Attributes `gorm:"comment:free-form facts such as colour and size"`
	WeightGrams *int

	Category Category
	Tags     []Tag    `gorm:"many2many:product_tags"`
	Reviews  []Review `gorm:"constraint:OnDelete:CASCADE"`
	Images   []Image  `gorm:"polymorphic:Owner"`
}

// Tag is a word that groups products across categories.
type Tag struct {
	ID   uint
	Name string `gorm:"size:40;not null;unique"`
}

// ProductTag joins a product and a tag. It is a model of its own because the pair carries data.
type ProductTag struct {
	ProductID uint      `gorm:"primaryKey"`
	TagID     uint      `gorm:"primaryKey;index"`
	Weight    float64   `gorm:"not null;default:1"`
	AddedAt   time.Time `gorm:"not null;default:CURRENT_TIMESTAMP"`

	Product Product `gorm:"constraint:OnDelete:CASCADE"`
	Tag     Tag     `gorm:"constraint:OnDelete:CASCADE"`
}

// Image is a picture of a product or a category: its owner is one of several tables.
type Image struct {
	ID        uint
	OwnerID   uint   `gorm:"not null;index:idx_images_owner,priority:2"`
	OwnerType string `gorm:"size:20;not null;index:idx_images_owner,priority:1"`
	URL       string `gorm:"size:500;not null"`
	AltText   string `gorm:"size:200"`
	Position  int    `gorm:"not null;default:0"`
}

// Review is what one customer says about one product, once.
type Review struct {
	ID         uint
	CreatedAt  time.Time
	ProductID  uint   `gorm:"not null;uniqueIndex:idx_reviews_product_customer,priority:1"`
	CustomerID uint   `gorm:"not null;uniqueIndex:idx_reviews_product_customer,priority:2"`
	Rating     uint8  `gorm:"not null;check:chk_reviews_rating,rating BETWEEN 1 AND 5"`
	Title      string `gorm:"size:80"`
	Body       string `gorm:"type:text"`
}
