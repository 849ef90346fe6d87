package postgres

import (
	"context"
	"database/sql"

	"github.com/gmig/gmig/dialect"
)

// queryValue reads the one value of a query.
func queryValue(ctx context.Context, db dialect.Queryer, to any, query string, args ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := rows.Scan(to); err != nil {
		return err
	}
	return rows.Close()
}

// writtenBy returns the statements that a query writes, a row each.
func writtenBy(ctx context.Context, db dialect.Queryer, query string, args ...any) ([]string, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var statements []string
	for rows.Next() {
		var statement string
		if err := rows.Scan(&statement); err != nil {
			return nil, err
		}
		statements = append(statements, statement)
	}
	return statements, rows.Err()
}
