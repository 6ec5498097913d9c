package idb

import (
	"errors"
	"strings"

	"pinfold/core"
)

// noStorage is what an opening that may keep nothing is called here.
const noStorage = "NoStorage"

// A passing is the cause of a failure that may be gone at the next opening.
type passing struct{ error }

// mayPass says that trying again may help.
func mayPass(err error) bool {
	_, ok := errors.AsType[passing](err)
	return ok
}

// errLater is the answer to a write into what a later Pinfold has made its own.
var errLater = &core.Error{Code: core.Newer, Message: "A later version of Pinfold has taken this library over, so this one only reads it: nothing was changed. Update Pinfold, then try again; until then you can search and export."}

// explain gives an exception of IndexedDB, by its name, a code and a sentence
// with a next step.
func explain(name string, cause error) error {
	e := &core.Error{Err: cause}
	if cause != nil && strings.Contains(cause.Error(), "NO_SPACE") { // Chromium's words in an UnknownError
		name = "QuotaExceededError"
	}
	switch name {
	case "QuotaExceededError":
		e.Code, e.Message = core.Full, "The disk is full. Make room, then try again: nothing was changed."
	case "ConstraintError":
		e.Code, e.Message = core.Duplicate, "This part of the library was written already."
	case "VersionError":
		e.Code, e.Message = core.Newer, "The library was written by a later version of Pinfold. Update Pinfold, then open it again."
	case "InvalidStateError", "TransactionInactiveError":
		e.Code, e.Message = core.Closed, "The browser has closed the library’s database. Try again; if it goes on, restart the browser."
	case "AbortError":
		e.Code, e.Message = core.Closed, "The browser has stopped the write: nothing was changed. Try again."
	case "NotReadableError", "DataError":
		e.Code, e.Message = core.Corrupt, "The browser cannot read a part of the library. Restart the browser; then open Options and press “Check my library”."
	case noStorage:
		e.Code, e.Message = core.Closed, "The browser lets Pinfold keep nothing, so nothing can be saved. If Firefox is set to never remember history, choose “Remember history” in its settings, under “Privacy & Security”, then restart it."
	case "SecurityError", "NotFoundError":
		e.Code, e.Message = core.Closed, "The browser does not let Pinfold use its storage. Allow storage for the extension, then try again."
	default:
		if cause != nil {
			e.Err = passing{cause}
		}
		e.Code, e.Message = core.Closed, "The browser’s storage failed: nothing was changed. Restart the browser, then try again."
	}
	return e
}

// errorName guesses the name of an exception that a call threw: safejs keeps
// only what it says.
func errorName(err error) string {
	if err == nil {
		return ""
	}
	for _, g := range [...]struct{ says, name string }{
		{"quota", "QuotaExceededError"}, {"disk is full", "QuotaExceededError"}, {"no space", "QuotaExceededError"}, {"no capacity", "QuotaExceededError"},
		{"clos", "InvalidStateError"}, {"not allow", "InvalidStateError"},
		{"finished", "TransactionInactiveError"}, {"denied", "SecurityError"},
	} {
		if strings.Contains(strings.ToLower(err.Error()), g.says) {
			return g.name
		}
	}
	return ""
}
