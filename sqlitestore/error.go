package sqlitestore

import (
	"context"
	"errors"

	"modernc.org/sqlite"

	"pinfold/core"
)

// SQLite's primary result codes (https://sqlite.org/rescode.html).
const (
	codeBusy     = 5
	codeReadOnly = 8
	codeIOErr    = 10
	codeCorrupt  = 11
	codeFull     = 13
	codeCantOpen = 14
	codeNotADB   = 26
)

// explain gives an error of SQLite its code and a sentence with a next step.
func (s *Store) explain(ctx context.Context, err error) error {
	var known *core.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if ctx.Err() != nil {
		return &core.Error{Code: core.Canceled, Message: "This was canceled; nothing was changed.", Err: err}
	}
	if err.Error() == "sql: database is closed" {
		return &core.Error{Code: core.Closed, Message: s.path + " is closed. Open it again.", Err: err}
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case codeNotADB:
		return &core.Error{Code: core.Invalid, Message: s.path + " is not a Pinfold library. Name another file.", Err: err}
	case codeCorrupt:
		return &core.Error{Code: core.Corrupt, Message: s.path + " is damaged. Restore a backup of it.", Err: err}
	case codeFull:
		return &core.Error{Code: core.Full, Message: "The disk is full. Make room, then try again: nothing was changed.", Err: err}
	case codeBusy:
		return &core.Error{Code: core.Conflict, Message: "Another program keeps " + s.path + " busy. Close it, then try again.", Err: err}
	case codeReadOnly, codeCantOpen, codeIOErr:
		return &core.Error{Code: core.Closed, Message: s.path + " cannot be read or written. Check that the folder exists and that you may write there.", Err: err}
	}
	return err
}
