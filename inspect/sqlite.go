package inspect

import (
	"context"
	"errors"

	"github.com/gmig/gmig/dialect"
)

func SQLite(ctx context.Context, q dialect.Queryer, d dialect.Dialect) (*Schema, error) {
	return nil, errors.New("stub")
}
