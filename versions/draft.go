package versions

import (
	"crypto/rand"
	"encoding/hex"
	"time"
)

// Draft is a revision file that is to be written.
type Draft struct {
	ID                               string
	Revises, BranchLabels, DependsOn []string
	Message                          string
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
