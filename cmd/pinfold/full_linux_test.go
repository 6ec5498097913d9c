package main

import (
	"bytes"
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAnExportOntoAFullDiskSaysThatItCouldNotBeWritten(t *testing.T) {
	library := newLibrary(t)
	ok(t, "import", "--library", library, fixtures+"/pinboard/export.json")
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { full.Close() })
	errs := &bytes.Buffer{}
	require.Equal(t, exitRefused, run(context.Background(), []string{"export", "--library", library, "--format", "csv"}, full, errs))
	require.Contains(t, errs.String(), "cannot be written")
	require.Contains(t, errs.String(), "is not whole")
}
