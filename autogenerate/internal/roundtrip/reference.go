package roundtrip

import "github.com/gmig/gmig/inspect"

// reference is what AutoMigrate makes of a set of models on an empty database.
type reference struct {
	schema *inspect.Schema
	lines  []string // the fingerprint
	// alterations are what AutoMigrate executes there when it is run again,
	// alterationsErr how that ends.
	alterations    []string
	alterationsErr error
}

// references are those of a pair on one engine, made in a place of their own
// and made once: a pair is taken through several trials.
type references struct {
	place         slot
	made          bool
	before, after reference
	err           error
}

func (r *references) of(p Pair) (before, after reference, err error) {
	if !r.made {
		r.made = true
		if r.before, r.err = r.make(p.Before(), false); r.err == nil {
			r.after, r.err = r.make(p.After(), true)
		}
	}
	return r.before, r.after, r.err
}

func (r *references) make(models []any, again bool) (made reference, err error) {
	db, err := r.place.autoMigrate(models)
	if err != nil {
		return made, err
	}
	defer db.close()
	if made.schema, err = db.inspect(); err != nil {
		return made, err
	}
	made.lines, err = db.fingerprint()
	if again {
		made.alterations, made.alterationsErr = db.alterations(models)
	}
	return made, err
}
