package cli

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// writeJSON prints a result for programs.
func (a *app) writeJSON(result any) error {
	out := json.NewEncoder(a.stdout)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(result)
}

// orEmpty makes a list that is never null in JSON.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// stepJSON is a step of upgrade, downgrade or stamp.
type stepJSON struct {
	Revision string `json:"revision"`
	// Direction is "upgrade", "downgrade" or "stamp".
	Direction string   `json:"direction"`
	From      []string `json:"from"`
	To        []string `json:"to"`
	Message   string   `json:"message"`
}

// reportRun prints, with --json, the steps of a run that are committed: all, or
// those before the one that failed with err. It returns err.
func (a *app) reportRun(asJSON bool, result *migrator.Result, err error) error {
	if !asJSON || result == nil {
		return err
	}
	report := struct {
		Steps []stepJSON `json:"steps"`
	}{make([]stepJSON, len(result.Steps))}
	for i, s := range result.Steps {
		report.Steps[i] = stepOf(s)
	}
	if failed := a.writeJSON(report); failed != nil {
		return errors.Join(err, failed)
	}
	return err
}

func stepOf(s versions.Step) stepJSON {
	return stepJSON{Revision: s.Revision.ID, Direction: s.Direction.String(),
		From: orEmpty(s.From), To: orEmpty(s.To), Message: s.Revision.Message}
}

// operationJSON is an operation that leads from the database to the models.
type operationJSON struct {
	// Operation is the name of its function in package op.
	Operation   string `json:"operation"`
	Description string `json:"description"`
	// Definition has the fields of the operation's type in package op.
	Definition op.Operation `json:"definition"`
}

// reportDifferences prints what check has found.
func (a *app) reportDifferences(s *autogenerate.Script) error {
	report := struct {
		Changes    []string        `json:"changes"`
		Warnings   []string        `json:"warnings"`
		Operations []operationJSON `json:"operations"`
	}{orEmpty(s.Changes), orEmpty(s.Warnings), make([]operationJSON, len(s.Up))}
	for i, o := range s.Up {
		name := strings.TrimSuffix(reflect.TypeOf(o).Elem().Name(), "Op")
		report.Operations[i] = operationJSON{name, o.Describe(), o}
	}
	return a.writeJSON(report)
}

// newRevisionJSON is what revision, migrate and merge print. ID and Path are
// null if no file was written.
type newRevisionJSON struct {
	ID      *string  `json:"id"`
	Path    *string  `json:"path"`
	Revises []string `json:"revises"`
	// Changes are those of --autogenerate.
	Changes []string `json:"changes"`
}

// reportRevision prints, with --json, a revision that was written; path is
// empty for none. Without it, the path.
func (a *app) reportRevision(asJSON bool, draft versions.Draft, path string, changes []string) error {
	if !asJSON {
		if path != "" {
			a.printf("%s\n", path)
		}
		return nil
	}
	report := newRevisionJSON{Revises: []string{}, Changes: orEmpty(changes)}
	if path != "" {
		report.ID, report.Path, report.Revises = &draft.ID, &path, orEmpty(draft.Revises)
	}
	return a.writeJSON(report)
}
