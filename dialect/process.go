package dialect

import (
	"fmt"
	"os"
	"path/filepath"
)

// ThisProcess names the process for those who wait for it.
func ThisProcess() string {
	host, err := os.Hostname()
	if err != nil {
		host = "an unknown host"
	}
	return fmt.Sprintf("process %d on %s (%s)", os.Getpid(), host, filepath.Base(os.Args[0]))
}
