package envbuild

import (
	"fmt"
	"go/build"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Error says why the environment does not build, with the compiler's own lines,
// and what the user can do.
type Error struct {
	// What says in a line what is wrong.
	What string
	// Output holds the lines of the go command, with file names relative to
	// where the user stands. It may be empty.
	Output string
	// Hint says what to do. It may be empty.
	Hint string
}

// Error joins the three parts.
func (e *Error) Error() string {
	text := e.What
	if e.Output != "" {
		text += "\n" + e.Output
	}
	if e.Hint != "" {
		text += "\n" + e.Hint
	}
	return text
}

var (
	position     = regexp.MustCompile(`^(\s*(?:package \S+\n\s*)?)([^\s:][^:\n]*\.go)(:\d+(?::\d+)?.*)$`)
	noModule     = regexp.MustCompile(`no required module provides package ([^\s;:]+)|cannot find module providing package ([^\s;:]+)`)
	program      = regexp.MustCompile(`import "([^"]+)" is a program, not an importable package`)
	missingSum   = regexp.MustCompile(`missing go\.sum entry|updates to go\.mod needed|go: updates to go\.sum needed`)
	notInWork    = regexp.MustCompile(`is not one of the workspace modules|not listed in go\.work|is contained in a module that is not one of`)
	inconsistent = regexp.MustCompile(`inconsistent vendoring|is explicitly required in go\.mod, but not marked as explicit in vendor|cannot find module providing package \S+: import lookup disabled by -mod=vendor`)
	goGetAdvice  = regexp.MustCompile(`; to add it:\n\tgo get \S+`)
	internalUse  = regexp.MustCompile(`use of internal package (\S+) not allowed`)
)

// explain turns what go build said of the environment, which it knows as
// ./migrations in root, into an *Error.
func explain(output, root, environment, workingDir, checkout string) *Error {
	dir := filepath.ToSlash(relative(workingDir, filepath.Join(root, filepath.FromSlash(environment))))
	e := &Error{
		What:   fmt.Sprintf("the migration environment %s does not compile:", dir),
		Output: relocate(strings.TrimRight(output, "\n"), root, workingDir),
	}
	own := ownPackage(output, root)
	requirements := Requirements(missingPackages(output), checkout, environment)
	switch {
	case program.MatchString(output):
		models := program.FindStringSubmatch(output)[1]
		e.What = fmt.Sprintf("package %q is a program (package main), and Go imports no programs:", models)
		e.Hint = moveModels
	case inconsistent.MatchString(output):
		e.Hint = "The vendor directory does not have what the environment imports. " +
			runThese(append(requirements, "go mod vendor"), root, workingDir)
	case own != "":
		e.Hint = fmt.Sprintf("Package %q would be part of this module, and its directory holds no Go files: bring it back,\nor correct the import.", own)
	case noModule.MatchString(output):
		// Its advice would get single packages; the hint has all of it.
		e.Output = goGetAdvice.ReplaceAllString(e.Output, "")
		e.What = fmt.Sprintf("the module does not require what the migration environment %s imports:", dir)
		e.Hint = runThese(requirements, root, workingDir)
	case missingSum.MatchString(output):
		e.Hint = runThese(requirements, root, workingDir)
	case notInWork.MatchString(output):
		e.Hint = "The module is not part of the active workspace: add it with `go work use " + filepath.ToSlash(relative(workingDir, root)) + "`, or set GOWORK=off."
	case internalUse.MatchString(output):
		e.Hint = "An internal package is visible only below the directory that holds it: move the migrations directory there (gmig init -d DIR), or list the models in a package outside internal."
	}
	return e
}

const moveModels = "Move the models into a package of their own: create a directory models, move the files with the\n" +
	"model types there, begin them with `package models`, import that package where main uses them,\n" +
	"and name it with `gmig init --models ./models` (or in env.go, where the environment exists)."

// ownPackage returns the first missing package that the module in root itself
// should have, or "". The go command would look for it elsewhere.
func ownPackage(output, root string) string {
	m, err := FindModule(root)
	if err != nil {
		return ""
	}
	for _, p := range missingPackages(output) {
		if strings.HasPrefix(p, m.Path+"/") {
			return p
		}
	}
	return ""
}

func missingPackages(output string) []string {
	var missing []string
	for _, m := range noModule.FindAllStringSubmatch(output, -1) {
		p := m[1] + m[2]
		if !slices.Contains(missing, p) {
			missing = append(missing, p)
		}
	}
	return missing
}

func runThese(commands []string, root, workingDir string) string {
	where := ""
	if rel := relative(workingDir, root); rel != "." {
		where = " in " + filepath.ToSlash(rel)
	}
	return "Run" + where + "\n\n\t" + strings.Join(commands, "\n\t")
}

// relocate rewrites the file names at the beginning of the go command's lines,
// which are relative to the directory it ran in, as the user sees them.
func relocate(output, root, workingDir string) string {
	lines := strings.Split(output, "\n")
	for i, line := range lines {
		m := position.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		file := filepath.FromSlash(m[2])
		if !filepath.IsAbs(file) {
			file = filepath.Join(root, file)
		}
		lines[i] = m[1] + filepath.ToSlash(relative(workingDir, file)) + m[3]
	}
	return strings.Join(lines, "\n")
}

// checkMain tells what is missing when the directory holds no program, which
// the go command says only in words about packages.
func checkMain(dir, workingDir string) error {
	shown := filepath.ToSlash(relative(workingDir, dir))
	pkg, err := build.ImportDir(dir, 0)
	if _, none := err.(*build.NoGoError); none {
		env := shown + "/env.go"
		if _, err := os.Stat(filepath.Join(dir, "env.go")); err == nil {
			return &Error{What: fmt.Sprintf("%s is left out of the build: a build constraint or its name excludes it on this system", env)}
		}
		return &Error{
			What: fmt.Sprintf("%s is missing: it is the program that knows the models and the drivers", env),
			Hint: fmt.Sprintf("Take it back from version control (git checkout -- %s), or let `gmig init -d %s-new` write a\nnew one, move its env.go to %s and correct the import of the versions package.", env, shown, shown),
		}
	}
	if err == nil && pkg.Name != "main" {
		return &Error{
			What: fmt.Sprintf("%s holds package %s: the migration environment must be a program", shown, pkg.Name),
			Hint: "Begin env.go with `package main`, and keep other packages in directories of their own.",
		}
	}
	return nil
}
