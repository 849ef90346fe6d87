package autogenerate_test

import (
	"strings"
	"testing"
)

// TestWhatMayBeARenameIsSaidOncePerColumn renames two columns of one type and a
// table.
func TestWhatMayBeARenameIsSaidOncePerColumn(t *testing.T) {
	for _, e := range bothEngines() {
		t.Run(e.name, func(t *testing.T) {
			db := newDatabase(t, e)
			type Client struct {
				ID     uint
				Street string
				Zip    string
			}
			type Note struct {
				ID   uint
				Text string
			}
			db.upgrade(db.compare([]any{&Client{}, &Note{}}))
			after := func() []any {
				type Client struct {
					ID       uint
					Road     string
					Postcode string
				}
				type Memo struct {
					ID   uint
					Text string
				}
				return []any{&Client{}, &Memo{}}
			}
			script := db.compare(after())
			all := strings.Join(script.Warnings, "\n")
			for _, hint := range []string{
				`op.RenameColumn("clients", "street", "road")`,
				`op.RenameColumn("clients", "zip", "postcode")`,
				`op.RenameTable("notes", "memos")`,
			} {
				if strings.Count(all, hint) != 1 {
					t.Errorf("the warnings do not say %s once:\n%s", hint, all)
				}
			}
			body, err := script.Upgrades()
			if err != nil {
				t.Fatal(err)
			}
			if strings.Count(body, "// Warning:") != 3 {
				t.Errorf("the file does not carry the warnings:\n%s", body)
			}
		})
	}
}

// TestALikeNameIsOfferedBeforeTheFirstOfTheType drops and adds columns of one
// type, of which one was respelled.
func TestALikeNameIsOfferedBeforeTheFirstOfTheType(t *testing.T) {
	db := newDatabase(t, bothEngines()[0])
	type Setting struct {
		ID        uint
		SiteTheme string
		AllowCros string
	}
	db.upgrade(db.compare([]any{&Setting{}}))
	after := func() any {
		type Setting struct {
			ID        uint
			APIKey    string
			AllowCors string
		}
		return &Setting{}
	}()
	script := db.compare([]any{after})
	all := strings.Join(script.Warnings, "\n")
	for _, hint := range []string{"--rename settings.allow_cros=allow_cors", "--rename settings.site_theme=api_key"} {
		if strings.Count(all, hint) != 1 {
			t.Errorf("the warnings do not say %s:\n%s", hint, all)
		}
	}
}
