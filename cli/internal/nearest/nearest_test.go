package nearest

import "testing"

func TestWord(t *testing.T) {
	commands := []string{"upgrade", "downgrade", "history", "heads", "head"}
	tests := []struct{ word, want string }{
		{"upgarde", "upgrade"},
		{"histroy", "history"},
		{"haed", "head"},
		{"up", ""},
		{"stamp", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := Word(tt.word, commands); got != tt.want {
			t.Errorf("Word(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}
