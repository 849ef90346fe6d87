package store

import (
	"context"

	"gorm.io/gorm"

	"example.com/shop/models"
)

// Seed fills an empty shop with a few products and customers.
func (s *Store) Seed(ctx context.Context) error {
	return s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		drinks := models.Category{Slug: "drinks", Name: "Drinks", Children: []models.Category{
			{Slug: "coffee", Name: "Coffee", Images: []models.Image{{URL: "https://example.com/coffee.jpg"}}},
			{Slug: "tea", Name: "Tea", Position: 1},
		}}
		if err := tx.Create(&drinks).Error; err != nil {
			return err
		}
		coffee, tea := drinks.Children[0].ID, drinks.Children[1].ID
		organic := models.Tag{Name: "organic"}
		if err := tx.Create(&organic).Error; err != nil {
			return err
		}
		products := []models.Product{
			{CategoryID: coffee, SKU: "COF-250", Name: "House Blend, 250 g", Price: 790, Stock: 40,
				Attributes: models.Attributes{"roast": "medium"}, Tags: []models.Tag{organic}},
			{CategoryID: coffee, SKU: "COF-1000", Name: "House Blend, 1 kg", Price: 2650, Stock: 12},
			{CategoryID: tea, SKU: "TEA-100", Name: "Earl Grey, 100 g", Price: 545, Stock: 25,
				Images: []models.Image{{URL: "https://example.com/earl-grey.jpg"}}},
		}
		if err := tx.Create(&products).Error; err != nil {
			return err
		}
		return tx.Create([]*models.Customer{
			{Name: "Ada Lovelace", Email: "ada@example.com",
				Billing:     models.Address{Street: "12 St James's Square", City: "London", Country: "GB"},
				Preferences: models.Preferences{Language: "en"},
				LoyaltyCard: &models.LoyaltyCard{Number: "LC-0001"},
				Reviews:     []models.Review{{ProductID: products[0].ID, Rating: 5, Title: "Keeps the engine running"}}},
			{Name: "Emil Post", Email: "emil@example.com",
				Billing: models.Address{Street: "Rynek 3", City: "Augustów", Country: "PL"}},
		}).Error
	})
}
