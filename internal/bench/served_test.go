package bench

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheServersBenchmarksAreReadAsGoPrintsThem(t *testing.T) {
	got := parseServed("goos: linux\nBenchmarkALargeAccount/commonest_tag-2  \t     171\t   7215045 ns/op\n" +
		"BenchmarkALargeAccount/together/tag_page_served-2 \t 122\t 9401768 ns/op\t 6.472 MB-heap\t 106.4 requests/s\nPASS\nok  \tpinfold/server\t2.0s\n")
	require.Equal(t, []Served{
		{"ALargeAccount: commonest tag", []string{"7.2 ms"}},
		{"ALargeAccount: together: tag page served", []string{"9.4 ms", "6.472 MB-heap", "106.4 requests/s"}},
	}, got)
}
