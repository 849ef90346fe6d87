package cli

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/gmig/gmig/cli/internal/modelscan"
)

// settingsToRepeat says, a line for each, what the application tells GORM and
// env.go has to tell it too, with the first place of each: without the naming
// strategy of the application its tables get other names, without its join
// tables other columns.
func settingsToRepeat(workingDir, root string) []string {
	settings := modelscan.Settings(root)
	var lines []string
	for i, s := range settings {
		same := func(other modelscan.Setting) bool { return other.Name == s.Name }
		if slices.ContainsFunc(settings[:i], same) {
			continue
		}
		where := s.Path
		if rel, err := filepath.Rel(workingDir, s.Path); err == nil {
			where = rel
		}
		place := fmt.Sprintf("%s:%d", filepath.ToSlash(where), s.Line)
		more := 0
		for _, other := range settings[i+1:] {
			if same(other) {
				more++
			}
		}
		if more > 0 {
			place += fmt.Sprintf(" and %d more", more)
		}
		field := "Config"
		if s.Call {
			field = "Setup"
		}
		lines = append(lines, fmt.Sprintf("%s: %s (%s)", field, s.Name, place))
	}
	slices.Sort(lines)
	return lines
}
