// Command shop is a small shop on GORM. Its tables come from migrations that gmig writes and runs:
// the program itself never changes the schema.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"example.com/shop/store"
)

const usage = `usage: shop COMMAND

  seed                          fill an empty shop with products and customers
  products                      list the catalogue
  order EMAIL SKU[:QUANTITY]... place an order
  orders                        list the orders

The database is named by $DATABASE_URL, sqlite://shop.db if unset.
`

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "shop:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 {
		return fmt.Errorf("no command\n%s", usage)
	}
	url := os.Getenv("DATABASE_URL")
	if url == "" {
		url = "sqlite://shop.db"
	}
	shop, err := store.Open(url)
	if err != nil {
		return err
	}
	defer shop.Close()

	switch command, rest := args[0], args[1:]; command {
	case "seed":
		return shop.Seed(ctx)
	case "products":
		return printProducts(ctx, shop, out)
	case "order":
		return placeOrder(ctx, shop, out, rest)
	case "orders":
		return printOrders(ctx, shop, out)
	default:
		return fmt.Errorf("unknown command %q\n%s", command, usage)
	}
}

func placeOrder(ctx context.Context, shop *store.Store, out io.Writer, args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("an order needs an email and a product\n%s", usage)
	}
	var lines []store.Line
	for _, arg := range args[1:] {
		sku, quantity, given := strings.Cut(arg, ":")
		line := store.Line{SKU: sku, Quantity: 1}
		if given {
			n, err := strconv.Atoi(quantity)
			if err != nil || n < 1 {
				return fmt.Errorf("quantity %q of %q is not a positive number", quantity, sku)
			}
			line.Quantity = n
		}
		lines = append(lines, line)
	}
	order, err := shop.PlaceOrder(ctx, args[0], lines)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s  %s\n", order.Number, order.Total)
	return nil
}

func printOrders(ctx context.Context, shop *store.Store, out io.Writer) error {
	orders, err := shop.Orders(ctx)
	if err != nil {
		return err
	}
	for _, order := range orders {
		fmt.Fprintf(out, "%s  %-14s %-10s %10s\n", order.Number, order.Customer.Name, order.Status, order.Total)
		for _, item := range order.Items {
			fmt.Fprintf(out, "  %d x %-24s %10s\n", item.Quantity, item.Product.Name, item.UnitPrice)
		}
	}
	return nil
}

func printProducts(ctx context.Context, shop *store.Store, out io.Writer) error {
	products, err := shop.Products(ctx)
	if err != nil {
		return err
	}
	for _, product := range products {
		fmt.Fprintf(out, "%-10s %-24s %-8s %10s %4d left\n",
			product.SKU, product.Name, product.Category.Name, product.Price, product.Stock)
	}
	return nil
}
