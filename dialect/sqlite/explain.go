package sqlite

import (
	"fmt"
	"strings"
)

// Explain implements dialect.Explainer. It tells of the view that what is
// dropped would break: see workingViews.
func (engine) Explain(_ error, statement string) []string {
	view, reads := strings.CutPrefix(statement, readView)
	if !reads {
		return nil
	}
	return []string{fmt.Sprintf("hint: the view %s reads it: have the revision drop the view before, with op.Exec, and create it again behind, both ways", view)}
}
