package models

import (
	"time"

	"gorm.io/gorm"
)

// Customer is a person who buys. A deleted customer stays for the books, and their address may
// register again: the email is unique among the living only.
type Customer struct {
	gorm.Model
	Name        string      `gorm:"size:120;not null"`
	Email       string      `gorm:"size:254;not null;uniqueIndex:idx_customers_email,where:deleted_at IS NULL"`
	Billing     Address     `gorm:"embedded;embeddedPrefix:billing_"`
	Preferences Preferences `gorm:"serializer:json"`
	Newsletter  bool        `gorm:"not null;default:false"`

	LoyaltyCard *LoyaltyCard `gorm:"constraint:OnDelete:CASCADE"`
	Orders      []Order      `gorm:"constraint:OnDelete:RESTRICT"`
	Reviews     []Review     `gorm:"constraint:OnDelete:CASCADE"`
}

// Address is a postal address, embedded in whatever has one.
type Address struct {
	Street     string `gorm:"size:200"`
	City       string `gorm:"size:100"`
	PostalCode string `gorm:"size:16"`
	// Country is an ISO 3166 code of two letters.
	Country string `gorm:"type:char(2)"`
}

// Preferences are the customer's own settings, kept as one JSON text.
type Preferences struct {
	Language string   `json:"language,omitempty"`
	Topics   []string `json:"topics,omitempty"`
}

// LoyaltyCard collects points for one customer.
type LoyaltyCard struct {
	ID         uint
	CustomerID uint      `gorm:"not null;uniqueIndex"`
	Number     string    `gorm:"size:20;not null;unique"`
	Points     int32     `gorm:"not null;default:0;check:chk_loyalty_cards_points,points >= 0"`
	IssuedAt   time.Time `gorm:"not null;default:CURRENT_TIMESTAMP"`
}
