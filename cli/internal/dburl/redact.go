package dburl

import (
	"regexp"
	"slices"
	"strings"
)

const hidden = "***"

var (
	// userinfo matches the "user:password@" of a url. The password runs to the
	// last "@" before a space or quote: one that was not encoded may hold any
	// other character.
	userinfo = regexp.MustCompile("(://[^\\s:/@'\"`]*:)[^\\s'\"`]*@")
	// keyword matches the password of a key=value DSN or of a query string.
	keyword = regexp.MustCompile("(?i)(\\b(?:password|passwd|pwd)\\s*=\\s*)('(?:[^'\\\\]|\\\\.)*'|[^\\s&'\"`]+)")
)

// Redact hides passwords in a text: those in the usual places of a url or DSN,
// and the given ones wherever they stand as words of their own.
func Redact(text string, secrets ...string) string {
	secrets = slices.Clone(secrets)
	// The longest first, so that no part of one is left beside the stars.
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	text = userinfo.ReplaceAllString(text, "${1}"+hidden+"@")
	text = keyword.ReplaceAllString(text, "${1}"+hidden)
	for _, s := range secrets {
		if s != "" {
			text = replaceWord(text, s)
		}
	}
	return text
}

// replaceWord replaces the occurrences of a secret that no letter or digit
// touches, so that the password "a" does not eat every a of a message.
func replaceWord(text, secret string) string {
	var b strings.Builder
	for {
		i := strings.Index(text, secret)
		if i < 0 {
			b.WriteString(text)
			return b.String()
		}
		end := i + len(secret)
		b.WriteString(text[:i])
		if touches(text, i-1, secret[0]) || touches(text, end, secret[len(secret)-1]) {
			b.WriteString(secret)
		} else {
			b.WriteString(hidden)
		}
		text = text[end:]
	}
}

// touches tells whether the byte at i continues the word that edge ends.
func touches(text string, i int, edge byte) bool {
	return i >= 0 && i < len(text) && alphanumeric(text[i]) && alphanumeric(edge)
}

func alphanumeric(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}
