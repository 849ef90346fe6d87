// Command gmig writes and runs database migrations for applications that use
// GORM. See https://github.com/gmig/gmig.
package main

import (
	"os"

	"github.com/gmig/gmig/cli"
)

func main() {
	os.Exit(cli.Gmig(os.Args, os.Stdin, os.Stdout, os.Stderr))
}
