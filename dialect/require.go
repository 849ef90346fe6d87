package dialect

// Requirer is a Dialect whose scripts can stop by themselves.
type Requirer interface {
	// Require returns the statements that fail with a message unless a condition
	// holds. They leave nothing behind.
	Require(condition, message string) []string
}
