package dialect

// Scripter is a Dialect whose Compile, asked for a script without a database,
// leaves some questions to the server that runs it.
type Scripter interface {
	// Scripts returns the dialect to compile scripts with. computed tells that
	// there may be columns that are computed from others.
	Scripts(computed bool) Dialect
}
