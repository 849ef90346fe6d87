package argv

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var spec = Spec{
	Globals: []Option{
		{Names: []string{"directory", "d"}, Value: true},
		{Names: []string{"url"}, Value: true},
		{Names: []string{"debug"}},
		{Names: []string{"help", "h"}},
	},
	Commands: []Command{
		{Names: []string{"upgrade"}, Options: []Option{{Names: []string{"sql"}}, {Names: []string{"help", "h"}}}},
		{Names: []string{"downgrade"}},
		{Names: []string{"history"}, Options: []Option{
			{Names: []string{"rev-range", "r"}, Value: true},
			{Names: []string{"verbose", "v"}},
			{Names: []string{"indicate-current", "i"}},
		}},
		{Names: []string{"revision"}, Options: []Option{
			{Names: []string{"message", "m"}, Value: true},
			{Names: []string{"autogenerate"}},
		}},
		{Names: []string{"init"}, Options: []Option{{Names: []string{"directory", "d"}, Value: true}}},
	},
}

func TestOrder(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"command alone", "upgrade", "upgrade"},
		{"argument", "upgrade head", "upgrade -- head"},
		{"option after argument", "upgrade head --sql", "upgrade --sql -- head"},
		{"option before argument", "upgrade --sql head", "upgrade --sql -- head"},
		{"negative number is an argument", "downgrade -1", "downgrade -- -1"},
		{"negative number before options", "downgrade -1 --debug", "--debug downgrade -- -1"},
		{"range as value", "history -r -2:", "history -r=-2:"},
		{"range as value of the long form", "history --rev-range -2:", "history --rev-range=-2:"},
		{"range attached", "history -r-2:", "history -r=-2:"},
		{"range with equals sign", "history -r=-2: -v", "history -r=-2: -v"},
		{"letters together", "history -vi", "history -v -i"},
		{"letters together, the last with a value", "history -vr :head", "history -v -r=:head"},
		{"global after the command", "upgrade head -d db/m --url sqlite://a.db", "-d=db/m --url=sqlite://a.db upgrade -- head"},
		{"global before the command", "-d db/m --debug upgrade head", "-d=db/m --debug upgrade -- head"},
		{"global on both sides", "--url a upgrade --url b", "--url=a --url=b upgrade"},
		{"a command's own option hides the global one", "init -d m", "init -d=m"},
		{"value beginning with a dash", "revision -m -fix", "revision -m=-fix"},
		{"option as value when joined", "revision -m=--autogenerate", "revision -m=--autogenerate"},
		{"empty value", "revision -m=", "revision -m="},
		{"message with equals sign", "revision -m a=b", "revision -m=a=b"},
		{"everything after two dashes is an argument", "upgrade -- --sql -d", "upgrade -- --sql -d"},
		{"two dashes in the middle", "downgrade --debug -- -1", "--debug downgrade -- -1"},
		{"one dash is an argument", "upgrade -", "upgrade -- -"},
		{"help of the program", "--help", "--help"},
		{"help of a command", "upgrade head --help", "upgrade --help -- head"},
		{"single dash before a long name", "revision -autogenerate", "revision -autogenerate"},
		{"boolean with a value", "revision --autogenerate=false", "revision --autogenerate=false"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Order(append([]string{"gmig"}, strings.Fields(tt.in)...), spec)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(append([]string{"gmig"}, strings.Fields(tt.want)...), got); diff != "" {
				t.Errorf("Order(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestOrderKeepsSpacesInValues(t *testing.T) {
	got, err := Order([]string{"gmig", "revision", "-m", "add a table", "x y"}, spec)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"gmig", "revision", "-m=add a table", "--", "x y"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOrderRefuses(t *testing.T) {
	tests := []struct{ in, want string }{
		{"upgarde head", `unknown command "upgarde" (did you mean "upgrade"?)`},
		{"-1", `unknown command "-1"`},
		{"upgrade --sqll", `upgrade has no option --sqll (did you mean --sql?)`},
		{"upgrade -z", `upgrade has no option -z`},
		{"history -vz", `history has no option -vz`},
		{"--debgu upgrade", `unknown option --debgu (did you mean "debug"?)`},
		{"--sql upgrade", `option --sql belongs to a command`},
		{"revision -m", `option -m needs a value`},
		{"revision -m --autogenerate", `option -m needs a value, and "--autogenerate" is an option: write -m=--autogenerate`},
		{"revision -m -- x", `option -m needs a value`},
		{"-d", `option -d needs a value`},
	}
	for _, tt := range tests {
		_, err := Order(append([]string{"gmig"}, strings.Fields(tt.in)...), spec)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Order(%q): error %v, want %q in it", tt.in, err, tt.want)
		}
	}
}
