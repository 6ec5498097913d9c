package main

import (
	"context"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const events = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"words\n"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0.1}
{"Action":"pass","Package":"p","Test":"TestB/chromium","Elapsed":0.5}
{"Action":"output","Package":"p","Test":"TestB/firefox","Output":"=== RUN   TestB/firefox\n"}
{"Action":"output","Package":"p","Test":"TestB/firefox","Output":"    b_test.go:7: it was 3\n"}
{"Action":"output","Package":"p","Test":"TestB/firefox","Output":"    --- FAIL: TestB/firefox (2s)\n"}
{"Action":"fail","Package":"p","Test":"TestB/firefox","Elapsed":2}
{"Action":"fail","Package":"p","Test":"TestB"}
{"Action":"skip","Package":"p","Test":"TestC"}
{"Action":"fail","Package":"p","Elapsed":1.5}
a line that is no JSON
{"Action":"skip","Package":"empty"}
`

func TestEveryTestIsCountedOnceAndItsSubtestsToo(t *testing.T) {
	var sum tally
	require.NoError(t, sum.read(strings.NewReader(events)))
	require.Equal(t, 2, sum.passed)
	require.Equal(t, 2, sum.failed)
	require.Equal(t, []string{"p TestB", "p TestA", "p TestC"}, sum.longest())
	require.Equal(t, []string{"p TestB/firefox\n    b_test.go:7: it was 3"}, sum.why, "and why, again at the end")
	require.Equal(t, 2.0, sum.took["p TestB"], "its subtests run beside each other")
}

func TestWhatDoesNotCompileFails(t *testing.T) {
	sum := tally{kept: io.Discard}
	err := sum.run(exec.CommandContext(context.Background(), "go", "test", "-json", "./no/such/package"))
	require.ErrorContains(t, err, "go test")
	require.Zero(t, sum.passed)
}

func TestAPersonSaysWhichBrowserAndWhichLibrary(t *testing.T) {
	w, err := readWish([]string{"--firefox", "--headless-check", "--profile", "kept", "mine.json"})
	require.NoError(t, err)
	require.Equal(t, wish{file: "mine.json", profile: "kept", kind: "firefox", check: true}, w)
	w, err = readWish(nil)
	require.NoError(t, err)
	require.Equal(t, wish{file: demo}, w)
	_, err = readWish([]string{"--safari"})
	require.Error(t, err)
}
