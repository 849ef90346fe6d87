// Package models lists the models that GORM tests itself with.
package models

import "gorm.io/gorm/utils/tests"

// Models lists the tables.
func Models() []any {
	return []any{
		&tests.User{}, &tests.Account{}, &tests.Pet{}, &tests.Company{}, &tests.Toy{}, &tests.Tools{},
		&tests.Language{}, &tests.Coupon{}, &tests.CouponProduct{}, &tests.Order{}, &tests.Parent{},
		&tests.Child{},
	}
}
