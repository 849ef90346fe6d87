package gormschema

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// guard turns a panic of the application's code into an error that tells where
// it was: that code often asks for settings which nobody has loaded here.
func guard(run func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("its code panicked%s: %v: set up what it needs before the models are read, in Setup of env.go", panicPlace(), cause)
		}
	}()
	return run()
}

// panicPlace is called by the deferred function that recovers and tells where
// the panic was, as in " in models.Money.Value (money.go:12)".
func panicPlace() string {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
	panicked := false
	for {
		frame, more := frames.Next()
		ofRuntime := strings.HasPrefix(frame.Function, "runtime.")
		if panicked && !ofRuntime {
			_, function := filepath.Split(frame.Function)
			return fmt.Sprintf(" in %s (%s:%d)", function, filepath.Base(frame.File), frame.Line)
		}
		panicked = panicked || frame.Function == "runtime.gopanic"
		if !more {
			return ""
		}
	}
}
