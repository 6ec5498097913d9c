package soak

import (
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestATallyIsGoneOnWithAndTellsItsFailures(t *testing.T) {
	root := t.TempDir()
	page := filepath.Join(root, "docs", "PROMISE.md")
	require.NoError(t, os.MkdirAll(filepath.Dir(page), 0o755))
	require.NoError(t, os.WriteFile(page, []byte("# Promise\n\n"+from+"\nold\n"+to+"\n\nThe end.\n"), 0o644))
	o := Options{Root: root, State: filepath.Join(root, "dist", "soak.json")}
	tally, err := load(o.State)
	require.NoError(t, err)
	require.Equal(t, uint64(1), tally.Seed)
	tally.Seed, tally.Counts["kills"] = 7, 40
	tally.Failures = append(tally.Failures, Failure{time.Now(), "go test -seed 6", "it said why"})
	require.NoError(t, tally.save(o))
	again, err := load(o.State)
	require.NoError(t, err)
	require.Equal(t, []any{uint64(7), int64(40), "go test -seed 6"}, []any{again.Seed, again.Counts["kills"], again.Failures[0].Command})
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	for _, part := range []string{"# Promise", "| kills | 40 |", "| **runs that failed** | **1** |", "`go test -seed 6`", "The end."} {
		require.Contains(t, string(text), part)
	}
	require.NotContains(t, string(text), "old")

	require.NoError(t, os.WriteFile(o.State, []byte("torn"), 0o644))
	_, err = load(o.State)
	require.ErrorContains(t, err, "is no tally")
}

// campaignIn is a folder of sources and a campaign over it that was not begun.
func campaignIn(t *testing.T) (Options, *Tally) {
	root := t.TempDir()
	write(t, root, "docs/PROMISE.md", from+"\n"+to+"\n")
	o := Options{Root: root, State: filepath.Join(root, "dist", "soak.json"), Say: t.Logf}
	tally, err := load(o.State)
	require.NoError(t, err)
	return o, tally
}

func write(t *testing.T, root, name, text string) {
	name = filepath.Join(root, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
}

func TestACampaignBeginsWithTheFirstTaskAndGoesOnWithTheNext(t *testing.T) {
	o, tally := campaignIn(t)
	var order []string
	stop := func() {}
	kind := func(name string) task {
		return task{name, func(uint64) []string { return []string{"true"} }, func(string) int64 {
			if order = append(order, name); len(order)%2 == 0 {
				stop()
			}
			return 1
		}}
	}
	list := []task{kind("first"), kind("second"), kind("third")}
	for range 2 {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		stop = cancel
		require.NoError(t, tally.campaign(ctx, o, list))
		var err error
		tally, err = load(o.State)
		require.NoError(t, err)
	}
	require.Equal(t, []string{"first", "second", "third", "first"}, order)
	require.Equal(t, map[string]int64{"first": 2, "second": 1, "third": 1}, tally.Counts)
}

const failsWhenFuzzed = `package deep

import "testing"

func FuzzX(f *testing.F) {
	f.Fuzz(func(t *testing.T, n uint8) {
		if n > 0 {
			t.Fatal("more than nothing")
		}
	})
}
`

func TestAnInputThatCrashesIsToldWithTheCommandThatShowsItAgain(t *testing.T) {
	o, tally := campaignIn(t)
	write(t, o.Root, "go.mod", "module fails\n\ngo 1.26\n")
	write(t, o.Root, "deep/deep_test.go", failsWhenFuzzed)
	require.NoError(t, tally.turn(t.Context(), o, fuzzTask("fails/deep", "FuzzX")))
	require.Len(t, tally.Failures, 1)
	command := tally.Failures[0].Command
	require.Regexp(t, `^go test ./deep -run \^FuzzX\$/\^[0-9a-f]{16}\$ -count=1$`, command)
	require.Contains(t, tally.Failures[0].Output, "more than nothing")
	require.Empty(t, tally.Counts)
	out, err := run(t.Context(), o.Root, []string{"sh", "-c", command})
	require.Error(t, err)
	require.Contains(t, out, "more than nothing")
}

// The run writes its input only when it is asked to end, as go's fuzzer does
// when it is cut off while it makes an input smaller.
func TestAnInputThatIsWrittenWhileTheCampaignIsCutOffIsToldToo(t *testing.T) {
	o, tally := campaignIn(t)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	ready := filepath.Join(o.Root, "ready")
	require.NoError(t, syscall.Mkfifo(ready, 0o600))
	script := `trap 'mkdir -p core/testdata/fuzz/FuzzX && echo bad >core/testdata/fuzz/FuzzX/0123; exit 1' INT; echo >ready; while :; do sleep 0.05; done`
	go func() {
		os.ReadFile(ready)
		stop()
	}()
	k := task{"executions", func(uint64) []string { return []string{"sh", "-c", script} }, executions}
	require.NoError(t, tally.campaign(ctx, o, []task{k}))
	tally, err := load(o.State)
	require.NoError(t, err)
	require.Len(t, tally.Failures, 1)
	require.Equal(t, "go test ./core -run ^FuzzX$/^0123$ -count=1", tally.Failures[0].Command)
}

func TestEveryFuzzTargetHasItsTurn(t *testing.T) {
	list, err := fuzzTasks(context.Background(), filepath.Join("..", ".."))
	require.NoError(t, err)
	found := map[string]bool{}
	for _, k := range list {
		found[k.args(1)[6]] = true
	}
	for _, target := range []string{"^FuzzDecodeRecord$", "^FuzzSqueeze$"} {
		require.True(t, found[target], "%s of %v", target, found)
	}
}

func TestTheFuzzersCountIsRead(t *testing.T) {
	require.Equal(t, int64(1234), executions("fuzz: elapsed: 3s, execs: 99 (1/sec)\nfuzz: elapsed: 60s, execs: 1234 (2/sec)\nPASS\n"))
	require.Zero(t, executions("ok"))
}
