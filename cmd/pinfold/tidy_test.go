package main

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestManyImportsLeaveFewParts(t *testing.T) {
	library := newLibrary(t)
	for n := range 12 {
		ok(t, "import", "--library", library, write(t, "links.html", fmt.Sprintf(
			"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF=\"https://example.org/%d\" ADD_DATE=\"1700000000\">T</A>\n</DL><p>\n", n)))
	}
	l, err := openFile(context.Background(), library, false)
	require.NoError(t, err)
	defer l.Close()
	stats, err := l.Stats(context.Background())
	require.NoError(t, err)
	require.LessOrEqual(t, stats.Segments, 4)
}
