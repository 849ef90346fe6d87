// Package cli is gmig's command line. The same commands run in two programs:
// the gmig binary, which knows no models, and the migration environment, a
// package main of the user's module that calls Main with its models, revisions
// and drivers. In the gmig binary a command that needs those builds and runs the
// environment with the same arguments; the others read the files themselves.
//
// All printing and all exit codes are here; the packages below return data and
// errors.
package cli

import (
	"context"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	urfave "github.com/urfave/cli/v2"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/cli/internal/argv"
)

// Gmig runs the gmig binary on args, of which the first is the program's name,
// and returns its exit code.
func Gmig(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return run(args, nil, stdin, stdout, stderr)
}

// Main runs a migration environment on the arguments of the process and exits
// with its code. It is the only call of a user's env.go, and it owns the
// process: results go to standard output, so GORM's default logger, which
// prints there, is turned off.
func Main(env Env) {
	logger.Default = logger.Discard
	os.Exit(run(os.Args, &env, os.Stdin, os.Stdout, os.Stderr))
}

// app is one run of the command line.
type app struct {
	// env is the user's environment, nil in the gmig binary.
	env *Env
	// args are the arguments as typed, the program's name first: what the
	// environment gets when the gmig binary passes a command on.
	args   []string
	stdin  io.Reader
	stdout io.Writer
	// terminal tells that stdout is one.
	terminal bool
	log      *logWriter
}

func run(args []string, env *Env, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := interruptible(context.Background())
	defer stop()
	a := &app{env: env, args: args, stdin: stdin, stdout: stdout, terminal: isTerminal(stdout), log: newLog(stderr)}
	return a.exitCode(a.execute(ctx))
}

func (a *app) execute(ctx context.Context) error {
	if a.env != nil {
		if err := a.env.check(); err != nil {
			return err
		}
	}
	application := a.application()
	ordered, err := argv.Order(a.args, spec(application))
	if err != nil {
		return usageError{err}
	}
	err = application.RunContext(ctx, ordered)
	// Only the library's own complaints come as bare ExitCoders.
	if _, ok := err.(urfave.ExitCoder); ok {
		return usageError{err}
	}
	return err
}

// interruptible returns a context that the first SIGINT or SIGTERM cancels, so
// that a revision in progress is rolled back. A terminal sends SIGINT to the
// gmig binary and to the environment that it runs, and gmig forwards it too: what
// arrives within a second is the same interrupt. After that, signals act as if
// nobody caught them.
func interruptible(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		defer signal.Stop(signals)
		select {
		case <-signals:
			cancel()
		case <-ctx.Done():
			return
		}
		select {
		case <-time.After(time.Second):
		case <-parent.Done():
		}
	}()
	return ctx, cancel
}

// application describes the command line to urfave/cli.
func (a *app) application() *urfave.App {
	name := "gmig"
	if a.env != nil && len(a.args) > 0 {
		name = filepath.Base(a.args[0])
	}
	return &urfave.App{
		Name:  name,
		Usage: "database migrations for GORM models",
		Flags: []urfave.Flag{
			&urfave.StringFlag{Name: "directory", Aliases: []string{"d"}, Value: defaultDirectory, EnvVars: []string{"GMIG_DIRECTORY"}, Usage: "the migrations directory, here or above"},
			&urfave.StringFlag{Name: "url", Usage: "the database, instead of $DATABASE_URL or the url in gmig.toml"},
			&urfave.StringSliceFlag{Name: "x", Usage: "name=value for the revisions to read with m.X(name); may be repeated"},
			&urfave.BoolFlag{Name: "debug", Usage: "print how long the parts of the work take", DisableDefaultText: true},
			&urfave.BoolFlag{Name: "version", Usage: "print gmig's version", DisableDefaultText: true},
		},
		Commands:                  a.commands(),
		Action:                    a.root,
		HideVersion:               true,
		Writer:                    &helpWriter{out: a.stdout},
		ErrWriter:                 a.log,
		Reader:                    a.stdin,
		ExitErrHandler:            func(*urfave.Context, error) {},
		DisableSliceFlagSeparator: true,
		CustomAppHelpTemplate:     appHelp,
	}
}

func (a *app) commands() []*urfave.Command {
	commands := []*urfave.Command{
		a.revisionCommand(),
		a.migrateCommand(),
		a.upgradeCommand(),
		a.downgradeCommand(),
		a.currentCommand(),
		a.historyCommand(),
		a.headsCommand(),
		a.branchesCommand(),
		a.showCommand(),
		a.editCommand(),
		a.mergeCommand(),
		a.stampCommand(),
		a.checkCommand(),
		a.ensureVersionCommand(),
		a.listTemplatesCommand(),
		a.completionCommand(),
		a.completeCommand(),
	}
	if a.env == nil {
		commands = append([]*urfave.Command{a.initCommand()}, commands...)
	}
	for _, c := range commands {
		c.HideHelpCommand = true
		c.CustomHelpTemplate = commandHelp
	}
	return commands
}

// root is what runs without a command.
func (a *app) root(c *urfave.Context) error {
	if c.Bool("version") {
		a.printf("gmig %s\n", version())
		return nil
	}
	return urfave.ShowAppHelp(c)
}

// spec tells package argv what the command line may hold.
func spec(application *urfave.App) argv.Spec {
	help := argv.Option{Names: []string{"help", "h"}}
	s := argv.Spec{Globals: append(options(application.Flags), help)}
	for _, c := range application.Commands {
		s.Commands = append(s.Commands, argv.Command{Names: c.Names(), Options: append(options(c.Flags), help)})
	}
	s.Commands = append(s.Commands, argv.Command{Names: []string{"help", "h"}})
	return s
}

func options(flags []urfave.Flag) []argv.Option {
	var all []argv.Option
	for _, f := range flags {
		_, boolean := f.(*urfave.BoolFlag)
		all = append(all, argv.Option{Names: f.Names(), Value: !boolean})
	}
	return all
}
