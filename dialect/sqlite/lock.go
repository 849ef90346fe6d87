package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/gmig/gmig/dialect"
)

// lockSuffix makes the name of the lock file from that of the database file.
const lockSuffix = "-gmig-lock"

// Lock implements dialect.Dialect with a lock on a file beside the database
// file, which the kernel takes back when the process ends, however it ends. It
// covers the whole run, with the gaps between its transactions, so that other
// runners wait until there is nothing left to do. What keeps the database sound
// is SQLite's own write lock, which Begin takes; where there can be no lock
// file (on a system without flock, in a directory that may not be written)
// that is all there is. A database in memory is the connection's own.
//
// Until it is unlocked the connection waits as long for other programs that
// read or write the database.
func (e engine) Lock(ctx context.Context, conn dialect.Conn, name string) (func(context.Context) error, error) {
	unlock, err := e.lockFile(ctx, conn)
	if err != nil {
		return nil, fmt.Errorf("locking %q: %w", name, err)
	}
	before, err := pragma(ctx, conn, "busy_timeout")
	if err == nil {
		err = setBusyTimeout(ctx, conn, e.settings.LockWait.Milliseconds())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("locking %q: %w", name, err), unlock())
	}
	e.locked.Store(conn, true)
	return func(ctx context.Context) error {
		e.locked.Delete(conn)
		err := setBusyTimeout(context.WithoutCancel(ctx), conn, before)
		return errors.Join(err, unlock())
	}, nil
}

func setBusyTimeout(ctx context.Context, conn dialect.Conn, milliseconds int64) error {
	_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", milliseconds))
	return err
}

// takeWriteLock begins a transaction that may write. On a connection of Lock it
// tries again and again instead of having SQLite wait, whose wait no context
// ends.
func (e engine) takeWriteLock(ctx context.Context, conn dialect.Conn) error {
	if _, locked := e.locked.Load(conn); !locked {
		_, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE")
		return err
	}
	if err := setBusyTimeout(ctx, conn, 0); err != nil {
		return err
	}
	err := e.settings.Await(ctx, func() (bool, error) {
		_, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE")
		if err != nil && busy(err) {
			return false, nil
		}
		return err == nil, err
	}, func() string { return "a program that writes to the database file" })
	reset := setBusyTimeout(context.WithoutCancel(ctx), conn, e.settings.LockWait.Milliseconds())
	if err == nil && reset != nil {
		_, err = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	}
	return errors.Join(err, reset)
}

// busy reports whether an error is SQLITE_BUSY. Each driver has its own type
// for SQLite's errors; SQLite's words are the same in all.
func busy(err error) bool { return strings.Contains(err.Error(), "database is locked") }

// lockFile waits for the lock file of a database.
func (e engine) lockFile(ctx context.Context, conn dialect.Conn) (unlock func() error, err error) {
	nothing := func() error { return nil }
	path, err := databaseFile(ctx, conn)
	if err != nil || path == "" {
		return nothing, err
	}
	path += lockSuffix
	var lock *os.File
	err = e.settings.Await(ctx, func() (locked bool, err error) {
		lock, err = tryFile(path)
		return lock != nil, err
	}, func() string { return fileHolder(path) })
	if err != nil {
		if errors.Is(err, errNoFileLock) {
			err = nil
		}
		return nothing, err
	}
	// Removed before it is unlocked: tryFile notices that the file it has
	// locked is no longer the one at the path.
	return func() error {
		err := os.Remove(path)
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return errors.Join(err, lock.Close())
	}, nil
}

// errNoFileLock tells that files cannot be locked there.
var errNoFileLock = errors.New("no lock file")

// tryFile locks the file at a path, which it creates, and writes into it who
// did. The file is nil if another process has the lock.
func tryFile(path string) (*os.File, error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return nil, errors.Join(errNoFileLock, err)
		}
		locked, err := flock(f)
		if err != nil {
			return nil, errors.Join(errNoFileLock, err, f.Close())
		}
		if !locked {
			return nil, f.Close()
		}
		mine, err := f.Stat()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if there, err := os.Stat(path); err != nil || !os.SameFile(mine, there) {
			f.Close()
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			continue // the one before has just removed it
		}
		// The text is for people: a disk without room for it is for the
		// revision to notice.
		if f.Truncate(0) == nil {
			_, _ = f.WriteAt([]byte(dialect.ThisProcess()+", since "+time.Now().Format(time.DateTime)), 0)
		}
		return f, nil
	}
}

// fileHolder says who has the lock on a file.
func fileHolder(path string) string {
	const unknown = "a process that has just ended"
	f, err := os.Open(path)
	if err != nil {
		return unknown
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 1000))
	if err != nil || len(text) == 0 {
		return unknown
	}
	return strings.ToValidUTF8(string(text), "?")
}

// databaseFile is the path of the main database's file, empty for one in
// memory.
func databaseFile(ctx context.Context, db dialect.Queryer) (string, error) {
	files, err := queryNames(ctx, db, "SELECT coalesce(file, '') FROM pragma_database_list WHERE name = 'main'")
	if err != nil || len(files) == 0 {
		return "", err
	}
	return files[0], nil
}
