package gormschema

import (
	"os"
	"testing"

	"github.com/gmig/gmig/internal/testdb"
)

func TestMain(m *testing.M) { os.Exit(testdb.Main(m)) }
