package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// environment writes a migrations directory whose environment is the given program.
func environment(t *testing.T, body string) {
	t.Helper()
	inModule(t,
		"migrations/gmig.toml", "url = \"sqlite://app.db\"\n",
		"migrations/env.go", "package main\n\nimport (\n\t\"bufio\"\n\t\"fmt\"\n\t\"os\"\n\t\"os/signal\"\n\t\"strings\"\n)\n\nvar (\n\t_ = bufio.NewReader\n\t_ = fmt.Println\n\t_ = signal.Notify\n\t_ = strings.Join\n)\n\nfunc main() {\n"+body+"\n\tos.Exit(0)\n}\n")
	// The binaries of the tests go to a directory of their own, but the build
	// cache stays.
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("GOCACHE") == "" {
		t.Setenv("GOCACHE", filepath.Join(cache, "go-build"))
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
}

// withoutNotice leaves out the line that a busy machine makes gmig print.
func withoutNotice(stderr string) string {
	return strings.TrimPrefix(stderr, "compiling migrations (the first build on a machine takes a minute) ...\n")
}

func TestDelegatePassesArgumentsStreamsAndExitCode(t *testing.T) {
	environment(t, `
	in, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	fmt.Print("args ", strings.Join(os.Args, "|"), " stdin ", in)
	fmt.Fprintln(os.Stderr, "log")
	os.Exit(3)`)
	var out, log bytes.Buffer
	code := Gmig([]string{"gmig", "downgrade", "-1", "--url", "x y"}, strings.NewReader("typed\n"), &out, &log)
	if code != 3 {
		t.Errorf("code %d, want 3", code)
	}
	if got, want := out.String(), "args gmig|downgrade|-1|--url|x y stdin typed\n"; got != want {
		t.Errorf("stdout %q, want %q", got, want)
	}
	if got := withoutNotice(log.String()); got != "log\n" {
		t.Errorf("stderr %q, want the environment's own alone", got)
	}
}

func TestDebugTellsTheSharesOfBuildAndRun(t *testing.T) {
	environment(t, "")
	code, _, stderr := gmig(t, "current", "--debug")
	if code != exitDone || !strings.HasPrefix(withoutNotice(stderr), "DEBUG build ") || !strings.Contains(stderr, " ms, run ") {
		t.Errorf("code %d, stderr %q", code, stderr)
	}
}

func TestDelegateReportsAKilledEnvironment(t *testing.T) {
	environment(t, `
	p, _ := os.FindProcess(os.Getpid())
	p.Kill()
	select {}`)
	code, _, stderr := gmig(t, "current")
	if code != exitFailed || !strings.Contains(stderr, "error: the migration environment did not end by itself: signal: killed") {
		t.Errorf("code %d, stderr %q", code, stderr)
	}
}

func TestStaticCommandsDoNotBuild(t *testing.T) {
	environment(t, "this is not Go")
	write(t, ".", "migrations/versions/versions.go", "package versions\n")
	for _, args := range [][]string{{"revision", "-m", "first"}, {"history"}, {"heads"}, {"show"}} {
		if code, _, stderr := gmig(t, args...); code != exitDone {
			t.Errorf("gmig %q: code %d, stderr %s", args, code, stderr)
		}
	}
	for _, args := range [][]string{{"current"}, {"history", "-i"}, {"show", "current"}, {"revision", "--autogenerate"}, {"migrate"}, {"check"}, {"upgrade"}, {"downgrade"}} {
		code, _, stderr := gmig(t, args...)
		if code != exitFailed || !strings.Contains(stderr, "migrations/env.go:19:") {
			t.Errorf("gmig %q: code %d, stderr %s; want the compiler's line", args, code, stderr)
		}
	}
}

func TestCommandsWithoutAProject(t *testing.T) {
	inModule(t)
	for _, args := range [][]string{{"current"}, {"history"}, {"revision"}, {"upgrade"}} {
		code, _, stderr := gmig(t, args...)
		if code != exitFailed || !strings.Contains(stderr, `error: no migrations/gmig.toml: migrations directory "migrations" does not exist: run `+"`gmig init`") {
			t.Errorf("gmig %q: code %d, stderr %s", args, code, stderr)
		}
	}
}
