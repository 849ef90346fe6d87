// Package op holds the vocabulary of a revision file: operations, columns,
// constraints and types as plain values, the Revision that carries them, and
// the Migration on which a revision runs.
//
// A value of this package says what should happen and nothing about how: it
// can be printed as Go, compiled to the SQL of a dialect, described in a
// sentence or compared in a test. Package op opens no connection, knows no
// dialect and imports nothing else of gmig.
//
// The functions that stand in every line of a revision file are not inlined:
// a first revision of 400 tables takes the compiler 9 seconds, with them inlined
// 30.
package op
