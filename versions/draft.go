package versions

import (
	"crypto/rand"
	"encoding/hex"
	"go/token"
	"strings"
	"time"
	"unicode"
)

// Draft is a revision file that is to be written.
type Draft struct {
	ID                               string
	Revises, BranchLabels, DependsOn []string
	Message                          string
	// Package is the name of the Go package of the file, "versions" if it is
	// empty.
	Package string
	// Created is written in its own time zone: give UTC for UTC.
	Created time.Time
	// Imports are import paths beside "context" and package op; one with a
	// name of its own is written as in Go, `name "path"`.
	Imports []string
	// Upgrades and Downgrades are the bodies of the two functions: Go
	// statements that end with a return. Empty is "return nil".
	Upgrades, Downgrades string
	// SlugLength is how many characters of the message the file's name may
	// have, 40 if it is 0.
	SlugLength int
}

// NewID returns a random id: 12 hexadecimal digits.
func NewID() string {
	var b [6]byte
	// Read never fails: since Go 1.24 it ends the program instead.
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

func (d Draft) withPackage() Draft {
	if d.Package == "" {
		d.Package = "versions"
	}
	return d
}

// PackageName makes the name of a Go package of the name of a directory.
func PackageName(dir string) string {
	name := strings.Map(func(r rune) rune {
		if r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, dir)
	if !token.IsIdentifier(name) {
		name = "v" + name // a number, a keyword, or nothing at all
	}
	return name
}
