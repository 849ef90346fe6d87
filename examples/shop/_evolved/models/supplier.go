package models

// Supplier delivers products. A supplier who gives up leaves their products without one.
type Supplier struct {
	ID       uint
	Name     string `gorm:"size:120;not null;unique"`
	Email    string `gorm:"size:254;not null"`
	LeadDays int16  `gorm:"not null;default:7;check:chk_suppliers_lead_days,lead_days > 0"`

	Products []Product `gorm:"constraint:OnDelete:SET NULL"`
}
