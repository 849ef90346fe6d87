package dialect_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gmig/gmig/dialect"
)

func nobody() (bool, error) { return false, nil }

func holder() string { return "process 7" }

func TestAwaitGivesUpAndNamesTheHolder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []string
		s := dialect.Settings{LockWait: 10 * time.Second, OnWait: func(who string) { told = append(told, who) }}
		started := time.Now()
		err := s.Await(context.Background(), nobody, holder)
		if !errors.Is(err, dialect.ErrLocked) || !strings.Contains(err.Error(), "waited 10s for process 7") {
			t.Errorf("got %v", err)
		}
		if waited := time.Since(started); waited != s.LockWait {
			t.Errorf("waited %v", waited)
		}
		if len(told) != 1 || told[0] != "process 7" {
			t.Errorf("told %q", told)
		}
	})
}

func TestAwaitTellsOfAWaitAfterASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		started, told := time.Now(), time.Duration(0)
		s := dialect.Settings{LockWait: time.Minute, OnWait: func(string) { told = time.Since(started) }}
		err := s.Await(context.Background(), func() (bool, error) { return time.Since(started) >= 3*time.Second, nil }, holder)
		if err != nil || told != time.Second {
			t.Errorf("told after %v, %v", told, err)
		}
		told = 0
		started = time.Now()
		err = s.Await(context.Background(), func() (bool, error) { return time.Since(started) >= time.Second/2, nil }, holder)
		if err != nil || told != 0 {
			t.Errorf("a short wait was told after %v, %v", told, err)
		}
	})
}

func TestAwaitTriesOnceWithoutTime(t *testing.T) {
	tries := 0
	err := dialect.Settings{}.Await(context.Background(), func() (bool, error) { tries++; return false, nil }, holder)
	if !errors.Is(err, dialect.ErrLocked) || tries != 1 {
		t.Errorf("%d tries, %v", tries, err)
	}
}

func TestAwaitEndsWithItsContextOrAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		started := time.Now()
		if err := (dialect.Settings{LockWait: time.Hour}).Await(ctx, nobody, holder); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if waited := time.Since(started); waited != 3*time.Second {
			t.Errorf("waited %v", waited)
		}
		broken := errors.New("broken")
		err := dialect.Settings{LockWait: time.Hour}.Await(context.Background(), func() (bool, error) { return false, broken }, holder)
		if err != broken {
			t.Errorf("got %v", err)
		}
	})
}
