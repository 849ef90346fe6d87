// Package argv puts a command line in the order that urfave/cli v2 reads:
// global options, command, its options, "--", arguments. By itself that library
// takes options only before arguments and reads "-1" as an option, so that
// `upgrade head --sql` and `downgrade -1` would not do what they say.
package argv

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/gmig/gmig/cli/internal/nearest"
)

// Option is an option of the command line by all its names, without dashes.
type Option struct {
	Names []string
	// Value tells that the option takes a value: the rest after "=", or the
	// next argument.
	Value bool
}

// Command is a command with the options that are its own.
type Command struct {
	Names   []string
	Options []Option
}

// Spec is what a command line may hold.
type Spec struct {
	// Globals are the options that may stand before or after the command. A
	// command's own option hides a global one of the same name.
	Globals  []Option
	Commands []Command
}

// number matches the relative identifiers that begin with a dash: "-1", "-2:".
var number = regexp.MustCompile(`^-[0-9]`)

// Order returns args, of which the first is the program's name, in the order
// that urfave/cli v2 reads. Options with values come out as "--name=value". An
// error is a mistake of the user's: an unknown command or option, or an option
// without its value.
func Order(args []string, spec Spec) ([]string, error) {
	if len(args) == 0 {
		return nil, nil
	}
	o := ordering{spec: spec, rest: args[1:]}
	for len(o.rest) > 0 {
		if err := o.next(); err != nil {
			return nil, err
		}
	}
	return o.result(args[0]), nil
}

// ordering is the state of one Order: what is left to read and what was read.
type ordering struct {
	spec    Spec
	rest    []string
	command *Command
	verb    string
	ended   bool // "--" was seen: only arguments follow

	globals, options, arguments []string
}

func (o *ordering) next() error {
	word := o.rest[0]
	o.rest = o.rest[1:]
	switch {
	case !o.ended && word == "--":
		o.ended = true
		return nil
	case !o.ended && isOption(word):
		return o.option(word)
	case o.command == nil:
		return o.setCommand(word)
	}
	o.arguments = append(o.arguments, word)
	return nil
}

func (o *ordering) setCommand(word string) error {
	var names []string
	for i, c := range o.spec.Commands {
		for _, n := range c.Names {
			if n == word {
				o.command, o.verb = &o.spec.Commands[i], word
				return nil
			}
			names = append(names, n)
		}
	}
	return fmt.Errorf("unknown command %q%s: see gmig --help", word, nearest.Hint(word, names))
}

// option reads one option and, where it takes one, its value.
func (o *ordering) option(word string) error {
	name, _, joined := strings.Cut(strings.TrimLeft(word, "-"), "=")
	opt, global := o.lookup(name)
	if opt == nil {
		return o.cluster(word)
	}
	if opt.Value && !joined {
		value, err := o.value(word)
		if err != nil {
			return err
		}
		word += "=" + value
	}
	o.emit(word, global)
	return nil
}

// value takes the next word as the value of an option, even if it begins with a
// dash, unless it is itself an option of this command: then the value was
// forgotten.
func (o *ordering) value(option string) (string, error) {
	if len(o.rest) == 0 {
		return "", fmt.Errorf("option %s needs a value", option)
	}
	next := o.rest[0]
	if isOption(next) {
		name, _, _ := strings.Cut(strings.TrimLeft(next, "-"), "=")
		if opt, _ := o.lookup(name); opt != nil || next == "--" {
			return "", fmt.Errorf("option %s needs a value, and %q is an option: write %s=%s if it is meant as the value", option, next, option, next)
		}
	}
	o.rest = o.rest[1:]
	return next, nil
}

// cluster reads several one-letter options in one word, the last of which may
// have its value attached: "-vi", "-r-2:", "-mtext".
func (o *ordering) cluster(word string) error {
	if strings.HasPrefix(word, "--") {
		return o.unknown(word)
	}
	type found struct {
		word   string
		global bool
	}
	var all []found
	letters := word[1:]
	for i, r := range letters {
		opt, global := o.lookup(string(r))
		if opt == nil {
			return o.unknown(word)
		}
		single := "-" + string(r)
		if !opt.Value {
			all = append(all, found{single, global})
			continue
		}
		value := strings.TrimPrefix(letters[i+len(string(r)):], "=")
		if value == "" {
			var err error
			if value, err = o.value(single); err != nil {
				return err
			}
		}
		all = append(all, found{single + "=" + value, global})
		break
	}
	for _, f := range all {
		o.emit(f.word, f.global)
	}
	return nil
}

func (o *ordering) unknown(word string) error {
	name, _, _ := strings.Cut(strings.TrimLeft(word, "-"), "=")
	if o.command == nil {
		for _, c := range o.spec.Commands {
			if find(c.Options, name) != nil {
				return fmt.Errorf("option %s belongs to a command: write it after the command's name", word)
			}
		}
		return fmt.Errorf("unknown option %s%s: see gmig --help", word, nearest.Hint(name, names(o.spec.Globals)))
	}
	known := append(names(o.command.Options), names(o.spec.Globals)...)
	hint := ""
	if near := nearest.Word(name, known); near != "" {
		hint = fmt.Sprintf(" (did you mean %s?)", dashed(near))
	}
	return fmt.Errorf("%s has no option %s%s: see gmig %s --help", o.verb, word, hint, o.verb)
}

func (o *ordering) lookup(name string) (opt *Option, global bool) {
	if o.command != nil {
		if opt := find(o.command.Options, name); opt != nil {
			return opt, false
		}
	}
	return find(o.spec.Globals, name), true
}

func (o *ordering) emit(word string, global bool) {
	if global {
		o.globals = append(o.globals, word)
	} else {
		o.options = append(o.options, word)
	}
}

func (o *ordering) result(program string) []string {
	out := append([]string{program}, o.globals...)
	if o.command != nil {
		out = append(out, o.verb)
	}
	out = append(out, o.options...)
	if len(o.arguments) > 0 {
		out = append(append(out, "--"), o.arguments...)
	}
	return out
}

func isOption(word string) bool {
	return len(word) > 1 && word[0] == '-' && !number.MatchString(word)
}

func find(options []Option, name string) *Option {
	for i := range options {
		for _, n := range options[i].Names {
			if n == name {
				return &options[i]
			}
		}
	}
	return nil
}

func names(options []Option) []string {
	var all []string
	for _, o := range options {
		all = append(all, o.Names...)
	}
	return all
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}
