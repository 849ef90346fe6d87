// Package templates holds the files that gmig writes, as templates: those of a
// new migrations directory and that of a revision file. One folder each kind of
// project.
package templates

import "embed"

// FS holds the folders. Their files end in .tmpl.
//
//go:embed default
var FS embed.FS
