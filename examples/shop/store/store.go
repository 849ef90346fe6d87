// Package store is what the shop does with its tables. It finds them as the migrations left them
// and never creates one.
package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"example.com/shop/models"
)

// ErrOutOfStock is returned by PlaceOrder when fewer pieces are left than were asked for.
var ErrOutOfStock = errors.New("out of stock")

// Store reads and writes the shop's tables.
type Store struct {
	db *gorm.DB
}

// Open connects to a URL such as sqlite://shop.db or postgres://user@host/shop.
func Open(url string) (*Store, error) {
	dialector, err := dialectorFor(url)
	if err != nil {
		return nil, err
	}
	db, err := gorm.Open(dialector, &gorm.Config{Logger: logger.Default.LogMode(logger.Silent)})
	if err != nil {
		return nil, fmt.Errorf("open the shop's database: %w", err)
	}
	return New(db)
}

func dialectorFor(url string) (gorm.Dialector, error) {
	scheme, rest, _ := strings.Cut(url, "://")
	switch scheme {
	case "sqlite":
		return sqlite.Open(rest + "?_foreign_keys=on"), nil
	case "postgres", "postgresql":
		return postgres.Open(url), nil
	}
	return nil, fmt.Errorf("unknown database scheme %q: use sqlite:// or postgres://", scheme)
}

// New makes a store on an open connection.
func New(db *gorm.DB) (*Store, error) {
	if err := db.SetupJoinTable(&models.Product{}, "Tags", &models.ProductTag{}); err != nil {
		return nil, fmt.Errorf("join products and tags: %w", err)
	}
	return &Store{db: db}, nil
}

// Close gives the connections back.
func (s *Store) Close() error {
	pool, err := s.db.DB()
	if err != nil {
		return err
	}
	return pool.Close()
}

// Line is a wish for some pieces of one product.
type Line struct {
	SKU      string
	Quantity int
}

// PlaceOrder takes the pieces from the stock and writes the order at today's prices: all of it, or
// nothing and an error.
func (s *Store) PlaceOrder(ctx context.Context, email string, lines []Line) (*models.Order, error) {
	var order *models.Order
	err := s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		var customer models.Customer
		if err := tx.Where("email = ?", email).First(&customer).Error; err != nil {
			return fmt.Errorf("find customer %q: %w", email, err)
		}
		order = &models.Order{
			Number:     "SO-" + rand.Text()[:8],
			CustomerID: customer.ID,
			ShipTo:     customer.Billing,
		}
		for i, line := range lines {
			product, err := takeFromStock(tx, line)
			if err != nil {
				return err
			}
			order.Items = append(order.Items, models.OrderItem{
				Line:      i + 1,
				ProductID: product.ID,
				Quantity:  line.Quantity,
				UnitPrice: product.Price,
			})
			order.Total += product.Price * models.Money(line.Quantity)
		}
		return tx.Create(order).Error
	})
	if err != nil {
		return nil, err
	}
	return order, nil
}

// takeFromStock reduces the stock in one statement, so that two buyers of the last piece cannot
// both get it.
func takeFromStock(tx *gorm.DB, line Line) (*models.Product, error) {
	taken := tx.Model(&models.Product{}).
		Where("sku = ? AND stock >= ?", line.SKU, line.Quantity).
		Update("stock", gorm.Expr("stock - ?", line.Quantity))
	if taken.Error != nil {
		return nil, fmt.Errorf("reserve %d of %q: %w", line.Quantity, line.SKU, taken.Error)
	}
	var product models.Product
	if err := tx.Where("sku = ?", line.SKU).First(&product).Error; err != nil {
		return nil, fmt.Errorf("find product %q: %w", line.SKU, err)
	}
	if taken.RowsAffected == 0 {
		return nil, fmt.Errorf("order %d of %q, %d left: %w", line.Quantity, line.SKU, product.Stock, ErrOutOfStock)
	}
	return &product, nil
}

// Orders lists every order with its customer, items and products, oldest first.
func (s *Store) Orders(ctx context.Context) ([]models.Order, error) {
	var orders []models.Order
	err := s.db.WithContext(ctx).Preload("Customer").Preload("Items.Product").Order("id").Find(&orders).Error
	return orders, err
}

// Products lists the catalogue by SKU, with categories and tags.
func (s *Store) Products(ctx context.Context) ([]models.Product, error) {
	var products []models.Product
	err := s.db.WithContext(ctx).Preload("Category").Preload("Tags").Order("sku").Find(&products).Error
	return products, err
}
