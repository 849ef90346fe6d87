#!/bin/sh
# The life of a schema under gmig, on a copy of the shop in a temporary directory: `make demo`.
# DATABASE_URL names an empty PostgreSQL database to use; without it, a SQLite file is made.
set -eu

shop=$(cd "$(dirname "$0")" && pwd)
gmig=$(cd "$shop/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# say prints a heading, run a command before running it, so that the output reads as a session.
say() { printf '\n# %s\n' "$*"; }
run() {
	printf '$'
	for word; do
		case $word in
		*[!A-Za-z0-9_./:@=+-]*) printf ' "%s"' "$word" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	printf '\n'
	"$@"
}

export DATABASE_URL="${DATABASE_URL:-sqlite://shop.db}"

say "Build gmig, and copy the shop to a directory of its own."
echo "# The first builds on a machine take a minute: SQLite is a large program in C."
(cd "$gmig" && run go build -o "$work/bin/gmig" .)
PATH=$work/bin:$PATH
cp -R "$shop" "$work/shop"
cd "$work/shop"
go mod edit -replace "github.com/gmig/gmig=$gmig"

say "Put the shop under gmig: once per project."
run gmig init --models ./models

say "Let gmig compare the models with the empty database and write the first revision."
run gmig revision --autogenerate -m "create shop"
run cat migrations/versions/*_create_shop.go

say "Create the tables, and use them."
run gmig upgrade head
run go run . seed
run go run . order ada@example.com COF-250:2 TEA-100
run go run . orders

say "Change the models: a table, columns, types, an index, a check and a foreign key."
for file in _evolved/models/*.go; do
	before=models/${file##*/}
	diff -u -N -L "$before" -L "$before" "$before" "$file" || true
done
run cp -R _evolved/models .
run gmig revision --autogenerate -m "add suppliers"
run cat migrations/versions/*_add_suppliers.go

say "Upgrade: the order that was placed before is still there, and the shop goes on."
run gmig upgrade head
run go run . order emil@example.com COF-1000
run go run . orders

say "Go back one revision, and forward again; no row is lost."
run gmig downgrade -1
run gmig current
run gmig upgrade head
run go run . orders

say "Where do we stand?"
run gmig history
run gmig current
run gmig check

say "The same without the gmig binary: the migrations are a package of the application."
run go run ./migrations current

say "Leave the database as it was found."
run gmig downgrade base
