// Package templates holds the files that gmig writes into a project, a folder
// for each template that "gmig init" knows.
package templates

import "embed"

// Files are the templates: a folder each.
//
//go:embed default
var Files embed.FS

// Template is one folder of Files.
type Template struct {
	Name string `json:"name"`
	// Usage says in a line what the template is for.
	Usage string `json:"usage"`
}

// List returns the templates that "gmig init" knows, the default one first.
func List() []Template {
	return []Template{{"default", "one database, revisions as Go files beside the models"}}
}

// Revision is the template of a revision file, for projects without one of
// their own. Package versions documents what it may use, at Render.
//
//go:embed default/revision.go.tmpl
var Revision string
