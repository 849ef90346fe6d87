// Package models holds the tables of the shop: what GORM reads and writes, and what gmig compares
// with the database. Nothing here changes a schema; the migrations do.
package models

// Models lists every table of the shop. gmig migrates what stands here, so a new model belongs in
// this list on the day it is written.
func Models() []any {
	return []any{
		&Customer{},
		&LoyaltyCard{},
		&Category{},
		&Product{},
		&Tag{},
		&ProductTag{},
		&Image{},
		&Review{},
		&Coupon{},
		&Order{},
		&OrderItem{},
		&Payment{},
	}
}
