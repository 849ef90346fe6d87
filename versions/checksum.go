package versions

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
)

// Checksum is the SHA-256 of the text of a revision file, in hexadecimal. How
// lines end does not count: version control may change that.
func Checksum(text []byte) string {
	sum := sha256.Sum256(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
	return hex.EncodeToString(sum[:])
}

// Checksums returns the checksums of the set's files by revision id. A revision
// without a file, or with one that cannot be read, has none. The files are read
// once.
func (s *Set) Checksums() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.checksums == nil {
		s.checksums = map[string]string{}
		// What is wrong with a file keeps nothing from running: the revisions
		// are compiled in.
		files, _ := ReadFS(s.Files()...)
		for _, f := range files {
			s.checksums[f.Revision.ID] = f.Checksum
		}
	}
	return s.checksums
}
