package versions

import (
	"testing"

	"github.com/gmig/gmig/op"
)

func TestASetMentionsAWord(t *testing.T) {
	s := NewSet(revisionFS(map[string]string{
		"1_a.go":     revisionSource("a", ""),
		"columns.go": "package versions\n\nconst sum = `bigint GENERATED ALWAYS AS (a + b) STORED`\n",
	}))
	s.Add(op.Revision{ID: "a"})
	if !s.Mentions("generated") || s.Mentions("identity") {
		t.Error("a helper file's words are not found as they stand there")
	}
	s.Add(op.Revision{ID: "b", Revises: []string{"a"}})
	if !s.Mentions("identity") {
		t.Error("a revision without a text is taken to be known")
	}
	if new(Set).Mentions("generated") {
		t.Error("an empty set mentions something")
	}
}
