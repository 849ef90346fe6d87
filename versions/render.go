package versions

import (
	"bytes"
	"errors"
	"fmt"
	"go/format"
	"go/scanner"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"unicode"
)

// templateData is what the template of a revision file may use.
type templateData struct {
	Draft

	// Name is the id as a part of a Go identifier.
	Name string
	// CreateDate is the date as the header has it.
	CreateDate string
	// Imports are the lines of the import declaration.
	Imports string
	// Upgrades and Downgrades are never empty.
	Upgrades, Downgrades string
}

// Render writes a revision file from a template: a text/template that may use
// .ID, .Name (the id as part of a Go name), .Package, .Message, .Revises, .BranchLabels,
// .DependsOn, .Created (a time.Time), .CreateDate (as text), .Imports (the
// lines between the parentheses), .Upgrades and .Downgrades (the bodies of the
// functions), and the functions quote (a Go string), list (a Go []string), join
// and comment (lines of "//").
//
// The result is formatted Go that reads back as the same revision. If it does
// not, the error says whether the template or the operations are at fault.
func Render(text string, d Draft) ([]byte, error) {
	if why := invalidName(d.ID); why != "" {
		return nil, fmt.Errorf("revision id %q %s", d.ID, why)
	}
	for _, label := range d.BranchLabels {
		if why := invalidLabel(label); why != "" {
			return nil, fmt.Errorf("branch label %q %s", label, why)
		}
	}
	t, err := template.New("revision.go.tmpl").Option("missingkey=error").Funcs(template.FuncMap{
		"quote":   strconv.Quote,
		"list":    goList,
		"join":    strings.Join,
		"comment": comment,
	}).Parse(text)
	if err != nil {
		return nil, fmt.Errorf("read the template of revision files: %w", err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, newTemplateData(d)); err != nil {
		return nil, fmt.Errorf("write revision %q from its template: %w", d.ID, err)
	}
	source, err := format.Source(out.Bytes())
	if err != nil {
		return nil, fmt.Errorf("revision %q as its template writes it is not Go, correct the template or the operations: %w%s", d.ID, err, excerpt(out.String(), err))
	}
	if err := readsBack(source, d); err != nil {
		return nil, err
	}
	return source, nil
}

func newTemplateData(d Draft) templateData {
	return templateData{
		Draft:      d.withPackage(),
		Name:       goName(d.ID),
		CreateDate: formatDate(d.Created),
		Imports:    importLines(d.Imports),
		Upgrades:   orReturn(d.Upgrades),
		Downgrades: orReturn(d.Downgrades),
	}
}

// readsBack makes sure that gmig will find in the file what it was asked to
// write there, whatever the user made of the template.
func readsBack(source []byte, d Draft) error {
	files := ParseFile("revision.go.tmpl", source)
	if len(files) != 1 {
		return fmt.Errorf("the template of revision files writes %s: it must write one op.Revision{...} literal, with %s imported", plural(len(files), "revision"), opPath)
	}
	if err := files[0].Err; err != nil {
		return fmt.Errorf("the template of revision files writes what gmig cannot read back: %w", err)
	}
	r := files[0].Revision
	var lost []string
	for _, field := range []struct {
		name string
		same bool
	}{
		{"ID", r.ID == d.ID},
		{"Revises", slices.Equal(r.Revises, d.Revises)},
		{"BranchLabels", slices.Equal(r.BranchLabels, d.BranchLabels)},
		{"DependsOn", slices.Equal(r.DependsOn, d.DependsOn)},
		{"Message", r.Message == d.Message},
	} {
		if !field.same {
			lost = append(lost, field.name)
		}
	}
	if len(lost) > 0 {
		return errors.New("the template of revision files does not write " + strings.Join(lost, ", ") + " of op.Revision as given: compare it with the default template")
	}
	return nil
}

// goName makes an id part of a Go identifier. What may not stand in one is
// written as its number, so that two ids do not become one name.
func goName(id string) string {
	var name strings.Builder
	for _, r := range id {
		if r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			name.WriteRune(r)
		} else {
			fmt.Fprintf(&name, "_%02x", r)
		}
	}
	return name.String()
}

func goList(items []string) string {
	quotes := make([]string, len(items))
	for i, item := range items {
		quotes[i] = strconv.Quote(item)
	}
	return "[]string{" + strings.Join(quotes, ", ") + "}"
}

// comment makes text a comment, line by line. What Go forbids in its sources, or
// would take for an instruction to the compiler, is made harmless.
func comment(text string) string {
	var out strings.Builder
	for line := range strings.Lines(strings.TrimSpace(text) + "\n") {
		line = strings.TrimSpace(strings.Map(func(r rune) rune {
			if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
				return ' '
			}
			return r
		}, line))
		if strings.HasPrefix(line, "+build") {
			line = strconv.Quote(line)
		}
		out.WriteString(strings.TrimRight("// "+line, " ") + "\n")
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// importLines lists imports, the standard library's first.
func importLines(paths []string) string {
	standard := []string{`"context"`}
	other := []string{strconv.Quote(opPath)}
	for _, p := range paths {
		spec := p
		if !strings.ContainsAny(p, "\"`") {
			spec = strconv.Quote(p)
		}
		_, quoted, _ := strings.Cut(spec, `"`)
		first, _, _ := strings.Cut(quoted, "/")
		group := &standard
		if strings.Contains(first, ".") {
			group = &other
		}
		if !slices.Contains(*group, spec) {
			*group = append(*group, spec)
		}
	}
	return strings.Join(standard, "\n") + "\n\n" + strings.Join(other, "\n")
}

func orReturn(body string) string {
	if strings.TrimSpace(body) == "" {
		return "return nil"
	}
	return strings.TrimSpace(body)
}

// excerpt shows, with their numbers, the lines of a text around the first
// syntax error in it.
func excerpt(text string, err error) string {
	var list scanner.ErrorList
	if !errors.As(err, &list) || len(list) == 0 {
		return ""
	}
	const around = 3
	at := list[0].Pos.Line
	var out strings.Builder
	line := 0
	for l := range strings.Lines(text) {
		line++
		if line >= at-around && line <= at+around {
			fmt.Fprintf(&out, "\n%4d  %s", line, strings.TrimRight(l, "\r\n"))
		}
	}
	return out.String()
}
