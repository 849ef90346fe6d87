package sqlite

import "github.com/gmig/gmig/dialect/sqlite/ddl"

// Require implements dialect.Requirer. Outside of triggers SQLite has no
// statement that raises an error, so a constraint does, which goes by the name
// of the message.
func (engine) Require(condition, message string) []string {
	const table = "temp.gmig_require"
	return []string{
		"CREATE TABLE " + table + " (met CONSTRAINT " + ddl.QuoteName(message) + " CHECK (met))",
		"INSERT INTO " + table + " VALUES (" + condition + ")",
		"DROP TABLE " + table,
	}
}
