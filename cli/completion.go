package cli

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"
)

// completions are the scripts that let a shell ask the command __complete.
//
//go:embed completion
var completions embed.FS

// shells are the values that completion takes.
var shells = []string{"bash", "zsh", "fish"}

func (a *app) completionCommand() *urfave.Command {
	return &urfave.Command{
		Name:      "completion",
		Usage:     "print what lets a shell complete commands and revisions",
		ArgsUsage: "SHELL",
		Description: `Prints a script for bash, zsh or fish. To load it in every shell, put the line
into ~/.bashrc, ~/.zshrc (after compinit) or ~/.config/fish/config.fish.

Example:
  gmig completion bash > ~/.gmig-completion && . ~/.gmig-completion`,
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 1, 1); err != nil {
				return err
			}
			shell := c.Args().First()
			if !slices.Contains(shells, shell) {
				return usageError{fmt.Errorf("no completion for shell %q: there is one for %s", shell, strings.Join(shells, ", "))}
			}
			text, err := completions.ReadFile("completion/" + shell + ".sh")
			if err != nil {
				return err
			}
			a.printf("%s", text)
			return nil
		},
	}
}

// completeCommand is what the scripts ask: its arguments are the words after
// gmig, the last of which is being typed. It prints what that may become, with
// a description behind a tab.
func (a *app) completeCommand() *urfave.Command {
	return &urfave.Command{
		Name:   "__complete",
		Usage:  "print what a word of a command line may become",
		Hidden: true,
		Description: `The scripts of gmig completion ask it.

Example:
  gmig __complete -- upgrade ""`,
		Action: func(c *urfave.Context) error {
			for _, candidate := range a.complete(c) {
				a.printf("%s\t%s\n", candidate.text, candidate.about)
			}
			return nil
		},
	}
}

// candidate is one thing that a word may become.
type candidate struct{ text, about string }

func (a *app) complete(c *urfave.Context) []candidate {
	words := c.Args().Slice()
	if len(words) == 0 {
		words = []string{""}
	}
	before, current := words[:len(words)-1], words[len(words)-1]
	line := a.typed(before)
	switch {
	case line.valueOf == "directory" || line.valueOf == "d":
		return nil // the shell knows directories
	case line.valueOf != "":
		return a.values(c, line)
	case strings.HasPrefix(current, "-"):
		return line.options(a.application())
	case line.command == nil:
		return commandNames(a.commands())
	}
	return a.argumentsOf(c, line.command.Name)
}

// typedLine is what the words before the one that is being typed say.
type typedLine struct {
	command *urfave.Command
	// valueOf is the option, without dashes, whose value comes next; empty if
	// none does.
	valueOf string
	// directory is the value of -d, empty if it was not given.
	directory string
}

func (a *app) typed(words []string) typedLine {
	var line typedLine
	for _, word := range words {
		switch {
		case line.valueOf != "":
			if line.valueOf == "d" || line.valueOf == "directory" {
				line.directory = word
			}
			line.valueOf = ""
		case strings.HasPrefix(word, "-"):
			name, value, joined := strings.Cut(strings.TrimLeft(word, "-"), "=")
			if !joined && line.takesValue(a.application(), name) {
				line.valueOf = name
			}
			if joined && (name == "d" || name == "directory") {
				line.directory = value
			}
		case line.command == nil:
			for _, known := range a.commands() {
				if known.HasName(word) {
					line.command = known
				}
			}
		}
	}
	return line
}

// flags are those that may stand where the line ends.
func (l typedLine) flags(application *urfave.App) []urfave.Flag {
	if l.command == nil {
		return application.Flags
	}
	return slices.Concat(l.command.Flags, application.Flags)
}

func (l typedLine) takesValue(application *urfave.App, name string) bool {
	for _, f := range l.flags(application) {
		if slices.Contains(f.Names(), name) {
			_, boolean := f.(*urfave.BoolFlag)
			return !boolean
		}
	}
	return false
}

func (l typedLine) options(application *urfave.App) []candidate {
	var all []candidate
	for _, f := range l.flags(application) {
		about := ""
		if documented, ok := f.(urfave.DocGenerationFlag); ok {
			about = documented.GetUsage()
		}
		for _, name := range f.Names() {
			if len(name) > 1 {
				all = append(all, candidate{"--" + name, about})
			} else {
				all = append(all, candidate{"-" + name, about})
			}
		}
	}
	return append(all, candidate{"--help", "describe the command"})
}

func commandNames(commands []*urfave.Command) []candidate {
	var all []candidate
	for _, c := range commands {
		if !c.Hidden {
			all = append(all, candidate{c.Name, c.Usage})
		}
	}
	return all
}

// values are those of an option.
func (a *app) values(c *urfave.Context, line typedLine) []candidate {
	switch line.valueOf {
	case "head", "depends-on", "r", "rev-range":
		return a.revisionNames(c, line)
	case "format":
		return plainCandidates(formats)
	}
	return nil
}

// argumentsOf are the arguments that a command takes.
func (a *app) argumentsOf(c *urfave.Context, command string) []candidate {
	switch command {
	case "upgrade", "downgrade", "show", "edit", "stamp", "merge":
		return a.revisionNames(c, a.typed(c.Args().Slice()[:c.NArg()-1]))
	case "completion":
		return plainCandidates(shells)
	}
	return nil
}

// revisionNames are the symbols, labels and ids of the history, newest first.
// What is wrong with the history is not a matter of completion.
func (a *app) revisionNames(c *urfave.Context, line typedLine) []candidate {
	all := []candidate{{"head", "the newest revision"}, {"heads", "the newest revisions of all branches"}, {"base", "before the first revision"}}
	if line.directory != "" {
		if err := c.Set("directory", line.directory); err != nil {
			return all
		}
	}
	p, err := a.project(c)
	if err != nil {
		return all
	}
	s, _ := a.survey(p)
	if s == nil {
		return all
	}
	for _, label := range s.graph.Labels() {
		all = append(all, candidate{label + "@head", "the newest revision of branch " + label})
	}
	revisions, err := s.graph.Walk("")
	if err != nil {
		return all
	}
	for _, r := range revisions {
		all = append(all, candidate{r.ID, s.entry(r.ID).message()})
	}
	return all
}

func plainCandidates(words []string) []candidate {
	all := make([]candidate, len(words))
	for i, w := range words {
		all[i].text = w
	}
	return all
}
