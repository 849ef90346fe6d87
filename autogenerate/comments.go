package autogenerate

import (
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// keepComments gives the models' tables and indexes the comments that the
// database's have. GORM declares none on the engines known here (it leaves out
// what an index tag says): they are the database keeper's, or those of a revision
// that somebody wrote, and stay, also where an index is built anew.
func keepComments(current, desired *inspect.Schema) {
	for _, wanted := range desired.Tables {
		t := current.Table(wanted.Name)
		if t == nil {
			continue
		}
		wanted.Remark = t.Remark
		for _, w := range wanted.Indexes {
			for _, index := range t.Indexes {
				if w.Engine.Name == index.Engine.Name || renamedIndex(t, index.Engine, w.Engine) {
					w.Engine.Remark, w.File.Remark = index.Engine.Remark, index.Engine.Remark
				}
			}
		}
	}
}

// renamedIndex reports whether an index of a table is the one that the models
// have under a name that the table does not know.
func renamedIndex(t *inspect.Table, index, wanted *op.CreateIndexOp) bool {
	named := *index
	named.Name, named.Remark = wanted.Name, wanted.Remark
	return findIndex(t, wanted.Name) == nil && equal(&named, wanted)
}
