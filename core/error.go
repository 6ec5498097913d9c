package core

import (
	"context"
	"errors"

	"pinfold/core/index"
)

// A Code says what kind of failure an Error is, for a program.
type Code string

// The codes, each with what a person can do about it.
const (
	Invalid   Code = "invalid"   // the input is wrong: mend it
	NotFound  Code = "not_found" // there is no such thing (any more)
	Duplicate Code = "duplicate" // another bookmark has this address: open that one
	Conflict  Code = "conflict"  // another writer was first: read again, try again
	Corrupt   Code = "corrupt"   // stored bytes are damaged: check and repair
	Newer     Code = "newer"     // written by a later version: update Pinfold
	Full      Code = "full"      // the disk or the quota is full: make room
	Lost      Code = "lost"      // the store has not the library that was here: recover it, or begin anew
	Closed    Code = "closed"    // the database is closed or gone: open it again
	Canceled  Code = "canceled"  // the caller gave up
	Internal  Code = "internal"  // everything else; never the person's fault
)

// An Error is a failure that a person can act on. Message is a sentence fit
// for the screen, with a next step.
type Error struct {
	Code    Code
	Message string
	ID      ID // the other bookmark, for Duplicate
	Err     error
}

// Error returns the sentence and, behind it, the cause.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message
	}
	return e.Message + " (" + e.Err.Error() + ")"
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// errorOf returns an Error; err is the cause, or nil.
func errorOf(code Code, message string, err error) *Error {
	return &Error{Code: code, Message: message, Err: err}
}

// CodeOf returns the code of the first Error in err's chain, Canceled for a
// context that ended, and Internal for everything else. It is "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	if _, ok := errors.AsType[*index.DamagedError](err); ok {
		return Corrupt
	}
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Canceled
	}
	return Internal
}

const newerMessage = "This library was written by a later version of Pinfold. Update Pinfold, then open it again."

var (
	errMagic      = errors.New("not what it should begin with")
	errNewerValue = errors.New("written by a later version")
)

// told gives damage that the index found a sentence for the person.
func told(err error) error {
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	damaged, ok := errors.AsType[*index.DamagedError](err)
	switch {
	case !ok:
		return err
	case damaged.Documents:
		return corrupt("a bookmark's record", err)
	}
	return corrupt("the index", err)
}

// corrupt says that stored bytes are damaged, and which; but of what a later
// version wrote it says that.
func corrupt(what string, err error) *Error {
	if errors.Is(err, errNewerValue) || errors.Is(err, index.ErrLater) {
		return errorOf(Newer, newerMessage, err)
	}
	return errorOf(Corrupt, "Pinfold found damage in "+what+". Check your library, then restore a backup if it has problems.", err)
}
