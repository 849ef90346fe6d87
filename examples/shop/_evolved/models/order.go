package models

import (
	"time"

	"gorm.io/gorm"
)

// Status is where an order stands between the basket and the door.
type Status string

// The states that an order may be in; the database checks them too.
const (
	StatusPlaced    Status = "placed"
	StatusPaid      Status = "paid"
	StatusShipped   Status = "shipped"
	StatusCancelled Status = "cancelled"
)

// Order is a customer's purchase. Prices are copied into its items, so a later change of the
// catalogue leaves it as it was.
type Order struct {
	gorm.Model
	Number     string    `gorm:"size:16;not null;uniqueIndex"`
	CustomerID uint      `gorm:"not null;index:idx_orders_customer_placed,priority:1"`
	Status     Status    `gorm:"size:16;not null;default:placed;check:chk_orders_status,status IN ('placed', 'paid', 'shipped', 'cancelled')"`
	Total      Money     `gorm:"type:decimal(12,2);not null;default:0"`
	ShipTo     Address   `gorm:"embedded;embeddedPrefix:ship_"`
	PlacedAt   time.Time `gorm:"not null;default:CURRENT_TIMESTAMP;index:idx_orders_customer_placed,priority:2,sort:desc"`

	Customer Customer
	Items    []OrderItem `gorm:"constraint:OnDelete:CASCADE"`
	Payments []Payment   `gorm:"constraint:OnDelete:RESTRICT"`
	Coupons  []Coupon    `gorm:"many2many:order_coupons"`
}

// OrderItem is a line of an order, numbered from 1.
type OrderItem struct {
	OrderID   uint  `gorm:"primaryKey;autoIncrement:false"`
	Line      int   `gorm:"primaryKey;autoIncrement:false"`
	ProductID uint  `gorm:"not null;index"`
	Quantity  int   `gorm:"not null;check:chk_order_items_quantity,quantity > 0"`
	UnitPrice Money `gorm:"type:decimal(10,2);not null"`

	Product Product `gorm:"constraint:OnDelete:RESTRICT"`
}

// Payment is money received for an order. The bookkeepers' ledger reads its table by name.
type Payment struct {
	ID         string    `gorm:"size:26;primaryKey"`
	OrderID    uint      `gorm:"not null;index"`
	Amount     Money     `gorm:"type:decimal(12,2);not null;check:chk_payments_amount,amount <> 0"`
	Method     string    `gorm:"size:20;not null"`
	Reference  *string   `gorm:"size:64"`
	ReceivedAt time.Time `gorm:"not null;default:CURRENT_TIMESTAMP"`
}

// TableName keeps the name that the ledger knows.
func (Payment) TableName() string { return "ledger_payments" }

// Coupon takes a percentage off an order. Codes are typed by people, so case does not count.
type Coupon struct {
	ID         uint
	Code       string    `gorm:"size:32;not null;uniqueIndex:idx_coupons_code,expression:lower(code)"`
	Percent    int16     `gorm:"not null;check:chk_coupons_percent,percent BETWEEN 1 AND 100"`
	ValidFrom  time.Time `gorm:"not null;default:CURRENT_TIMESTAMP"`
	ValidUntil *time.Time
	CreatedAt  time.Time
}
