// Package versions holds the history of a database: the revision files, the
// graph they form, and the steps that lead from one state to another.
//
// A Set is what an application registers its revisions in; a Graph answers
// questions about them: which are the heads, what an identifier such as
// "left@head" or "-2" means, which steps an upgrade takes and how each changes
// the rows of the version table. ReadDir learns the same history from the
// source files alone, without building them, and Create writes a new one.
//
// The semantics are those of Alembic ("Working with Branches" and "Relative
// Migration Identifiers" in its documentation). The package runs nothing and
// opens no connection: that is package migrator's part.
package versions
