package cli

import (
	"fmt"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/autogenerate"
)

// answerFlags are the options that answer beforehand what autogenerate asks.
func answerFlags() []urfave.Flag {
	return []urfave.Flag{
		&urfave.StringSliceFlag{Name: "rename", Usage: "old=new says that a table (users=members) or a column (users.name=full_name) was renamed; may be repeated"},
		&urfave.StringSliceFlag{Name: "fill", Usage: "table.column=<SQL> is the value for the rows of a column that becomes NOT NULL; may be repeated"},
		&urfave.StringSliceFlag{Name: "using", Usage: "table.column=<SQL> is what PostgreSQL computes the values of a column's new type from; may be repeated"},
		boolFlag("no-input", "ask nothing, and write what is open as a warning into the file"),
	}
}

// answers reads what the options answer.
func answers(c *urfave.Context) (a autogenerate.Answers, err error) {
	if a.Renames, err = pairs(c, "rename"); err != nil {
		return a, err
	}
	if a.Fills, err = pairs(c, "fill"); err != nil {
		return a, err
	}
	a.Usings, err = pairs(c, "using")
	return a, err
}

// pairs reads the values of an option, each "of=value". The name has no "=" in
// it, the value may.
func pairs(c *urfave.Context, option string) (all []autogenerate.Answer, err error) {
	for _, text := range c.StringSlice(option) {
		of, value, found := strings.Cut(text, "=")
		of, value = strings.TrimSpace(of), strings.TrimSpace(value)
		if !found || of == "" || value == "" {
			return nil, usageError{fmt.Errorf("--%s %q: write it as name=value: see gmig %s --help", option, text, c.Command.Name)}
		}
		all = append(all, autogenerate.Answer{Of: of, Value: value})
	}
	return all, nil
}
