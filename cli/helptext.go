package cli

// appHelp and commandHelp are the templates of --help.
const (
	appHelp = `{{.Name}} - {{.Usage}}

Usage:
  {{.Name}} [options] COMMAND [options] [arguments]

Commands:{{range .VisibleCommands}}{{if ne .Name "help"}}
  {{printf "%-14s" .Name}} {{.Usage}}{{end}}{{end}}

Options, before or after the command:{{range .VisibleFlags}}
  {{.}}{{end}}

{{.Name}} COMMAND --help describes a command.
`

	commandHelp = `{{.HelpName}} - {{.Usage}}

Usage:
  {{.HelpName}}{{if .VisibleFlags}} [options]{{end}}{{if .ArgsUsage}} {{.ArgsUsage}}{{end}}
{{if .Description}}
{{.Description}}
{{end}}{{if .VisibleFlags}}
Options:{{range .VisibleFlags}}
  {{.}}{{end}}
{{end}}
Options of every command:
  --directory value, -d value  the migrations directory (default: "migrations") [$GMIG_DIRECTORY]
  --url value                  the database, instead of $DATABASE_URL or the url in gmig.toml
  -x value                     name=value for the revisions to read with m.X(name); may be repeated
  --debug                      print how long the parts of the work take
`
)
