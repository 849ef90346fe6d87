package store

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"example.com/shop/models"
)

// newShop opens a seeded shop on a database of its own. The schema comes from AutoMigrate, which is
// good enough for a database that lives as long as a test.
func newShop(t *testing.T) *Store {
	t.Helper()
	shop, err := Open("sqlite://" + filepath.Join(t.TempDir(), "shop.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shop.Close() })
	if err := shop.db.AutoMigrate(models.Models()...); err != nil {
		t.Fatal(err)
	}
	if err := shop.Seed(context.Background()); err != nil {
		t.Fatal(err)
	}
	return shop
}

func TestPlaceOrderTakesStockAndKeepsPrices(t *testing.T) {
	shop, ctx := newShop(t), context.Background()
	placed, err := shop.PlaceOrder(ctx, "ada@example.com", []Line{{"COF-250", 2}, {"TEA-100", 1}})
	if err != nil {
		t.Fatal(err)
	}
	if placed.Total != 2*790+545 {
		t.Errorf("total of the placed order is %s, want 21.25", placed.Total)
	}
	orders, err := shop.Orders(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(orders) != 1 {
		t.Fatalf("the shop lists %d orders, want 1", len(orders))
	}
	got := orders[0]
	if got.Total != placed.Total || got.Status != models.StatusPlaced || got.ShipTo.City != "London" || got.PlacedAt.IsZero() {
		t.Errorf("the order came back as %+v", got)
	}
	if len(got.Items) != 2 || got.Items[0].Product.SKU != "COF-250" || got.Items[1].UnitPrice != 545 {
		t.Errorf("its items came back as %+v", got.Items)
	}
	products, err := shop.Products(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, product := range products {
		if product.SKU == "COF-250" && product.Stock != 38 {
			t.Errorf("%d pieces of COF-250 are left, want 38", product.Stock)
		}
	}
}

func TestPlaceOrderLeavesNothingBehindWhenStockIsShort(t *testing.T) {
	shop, ctx := newShop(t), context.Background()
	_, err := shop.PlaceOrder(ctx, "ada@example.com", []Line{{"COF-250", 2}, {"COF-1000", 13}})
	if !errors.Is(err, ErrOutOfStock) {
		t.Fatalf("ordering more than there is gives %v, want ErrOutOfStock", err)
	}
	orders, err := shop.Orders(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(orders) != 0 {
		t.Errorf("the refused order was written: %+v", orders)
	}
	products, err := shop.Products(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(products) != 3 || products[1].Stock != 40 {
		t.Errorf("the refused order took stock: %+v", products)
	}
}

func TestSeedRoundTripsWhatModelsEncode(t *testing.T) {
	shop, ctx := newShop(t), context.Background()
	products, err := shop.Products(ctx)
	if err != nil {
		t.Fatal(err)
	}
	coffee := products[1]
	if coffee.Attributes["roast"] != "medium" || len(coffee.Tags) != 1 || coffee.Category.Slug != "coffee" {
		t.Errorf("COF-250 came back as %+v", coffee)
	}
	var ada models.Customer
	if err := shop.db.Preload("LoyaltyCard").First(&ada, "email = ?", "ada@example.com").Error; err != nil {
		t.Fatal(err)
	}
	if ada.Preferences.Language != "en" || ada.LoyaltyCard == nil || ada.LoyaltyCard.IssuedAt.IsZero() {
		t.Errorf("the customer came back as %+v", ada)
	}
}
