package golden

import (
	"context"

	"github.com/gmig/gmig/op"
)

func Upgrade(ctx context.Context, m *op.Migration) error { return nil }
