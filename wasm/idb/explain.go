package idb

import (
	"strings"

	"pinfold/core"
)

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
	case "SecurityError", "NotFoundError":
		e.Code, e.Message = core.Closed, "The browser does not let Pinfold use its storage. Allow storage for the extension, then try again."
	default:
		e.Code, e.Message = core.Closed, "The browser’s storage failed: nothing was changed. Restart the browser, then try again."
	}
	return e
}
