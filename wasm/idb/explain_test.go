package idb

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

func TestChromiumsFullDiskIsAFullDisk(t *testing.T) {
	said := errors.New("Connection is closing because of: IO error: 000003.log: FILE_ERROR_NO_SPACE (ChromeMethodBFE: 3::WritableFileAppend::8)")
	require.Equal(t, core.Full, core.CodeOf(explain("UnknownError", said)))
}

func TestEachExceptionHasACodeAndASentence(t *testing.T) {
	for name, code := range map[string]core.Code{
		"QuotaExceededError": core.Full, "ConstraintError": core.Duplicate, "VersionError": core.Newer, "InvalidStateError": core.Closed,
		"AbortError": core.Closed, "NotReadableError": core.Corrupt, "SecurityError": core.Closed, "UnknownError": core.Closed, "": core.Closed, noStorage: core.Closed,
	} {
		err := explain(name, nil)
		require.Equal(t, code, core.CodeOf(err), name)
		require.Regexp(t, `^[A-Z].*\.$`, err.Error())
	}
}

// What is said when a file of the browser's own finds no room: by us where a
// part of it was written, by Chromium where nothing was.
func TestAFileThatFindsNoRoomIsAFullDisk(t *testing.T) {
	for _, said := range []string{"the disk is full", "No space available for this operation", "No capacity available for this operation"} {
		err := errors.New(said)
		require.Equal(t, core.Full, core.CodeOf(explain(errorName(err), err)), said)
	}
}
