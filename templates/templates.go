// Package templates holds the files that gmig writes into a project, a folder
// for each template that "gmig init" knows.
package templates

import "embed"

// Files are the templates: a folder each.
//
//go:embed default
var Files embed.FS

// Revision is the template of a revision file, for projects without one of
// their own. Package versions documents what it may use, at Render.
//
//go:embed default/revision.go.tmpl
var Revision string
