package lanes

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDrawing(t *testing.T) {
	tests := []struct {
		name string
		// history has a revision a line, newest first, with its parents.
		history, want string
	}{
		{"a line", "c b\nb a\na", "* c\n* b\n* a\n"},
		{"two histories", "d c\nb a\nc\na", "* d\n| * b\n* | c\n /\n* a\n"},
		{"a branch that was merged", "e c d\nc b\nd b\nb a\na", "* e\n|\\\n* | c\n| * d\n|/\n* b\n* a\n"},
		{"two heads", "c a\nb a\na", "* c\n| * b\n|/\n* a\n"},
		{"three heads", "d a\nc a\nb a\na", "* d\n| * c\n| | * b\n|/ /\n|/\n* a\n"},
		{"three parents", "m a b c\na\nb\nc", "* m\n|\\\n| |\\\n* | | a\n / /\n* | b\n /\n* c\n"},
		{"lanes that cross", "f a\ne d\nc a\nd\na", "* f\n| * e\n| | * c\n| * | d\n|  /\n|/\n* a\n"},
		{"a lane over another", "f a\ne d\nc a\na\nd", "* f\n| * e\n| | * c\n|_|/\n* | a\n /\n* d\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d Drawing
			var b strings.Builder
			for line := range strings.SplitSeq(tt.history, "\n") {
				words := strings.Fields(line)
				rows := d.Step(words[0], words[1:])
				for _, row := range rows.Before {
					b.WriteString(row.Text + "\n")
				}
				b.WriteString(rows.Star.Text + " " + words[0] + "\n")
				for _, row := range rows.After {
					b.WriteString(row.Text + "\n")
				}
			}
			if diff := cmp.Diff(tt.want, b.String()); diff != "" {
				t.Errorf("(-want +got):\n%s\n%s", diff, b.String())
			}
			if len(d.open) > 0 {
				t.Errorf("lanes left open: %q", d.open)
			}
		})
	}
}

func TestTheTextOfARevisionStandsBesideTheLanes(t *testing.T) {
	var d Drawing
	d.Step("c", []string{"a"})
	if got := d.Step("b", nil); got.Star.Text != "| *" || got.Beside.Text != "|" {
		t.Errorf("a base: %+v", got)
	}
	if got := d.Step("x", []string{"y"}); got.Beside.Text != "| |" {
		t.Errorf("a revision with a parent: %+v", got)
	}
}

func TestALaneKeepsItsNumberWhereverItStands(t *testing.T) {
	var d Drawing
	var b strings.Builder
	draw := func(rows ...Row) {
		for _, row := range rows {
			b.WriteString(row.Paint(func(lane int, text string) string {
				return strings.Repeat(string(rune('a'+lane)), len(text))
			}) + "\n")
		}
	}
	for _, r := range [][]string{{"f", "a"}, {"e", "d"}, {"c", "a"}, {"a"}, {"d", "x", "y"}} {
		rows := d.Step(r[0], r[1:])
		draw(rows.Before...)
		draw(rows.Star)
		draw(rows.After...)
	}
	// The letter of each lane in place of its bars: b ends up on the left.
	want := "a\na b\na b c\nacbc\na b\n b\nb\nbd\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
