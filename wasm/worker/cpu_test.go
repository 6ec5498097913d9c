//go:build linux

package main_test

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/dist"
)

// BenchmarkARequestInWorkerd measures the processor that workerd takes for one
// request, D1's part with it, which does not depend on what else the machine
// does; and how its memory stands after all of them.
func BenchmarkARequestInWorkerd(b *testing.B) {
	folder := b.TempDir()
	require.NoError(b, dist.Worker(b.Context(), root, folder))
	home := start(b, folder, "DB")
	var pairs []string
	for _, name := range []string{"ann", "bob", "eve", "jm"} { // each may call only so often
		_, pair := account(b, home, setup, name)
		pairs = append(pairs, pair)
		for i := range 100 {
			text := ask(b, home+"/v1/posts/add?"+url.Values{"auth_token": {pair}, "url": {"https://example.com/" + strconv.Itoa(i)},
				"description": {"A page"}, "extended": {strings.Repeat("words ", 30)}, "tags": {"go all t" + strconv.Itoa(i%7)}}.Encode())
			require.Contains(b, text, "done")
		}
	}
	for _, page := range []struct{ name, path string }{{"posts recent", "/v1/posts/recent?auth_token="}, {"posts update", "/v1/posts/update?auth_token="},
		{"tag page", "/u:jm/t:go/?"}, {"the stylesheet", "/style.css?"}} {
		b.Run(page.name, func(b *testing.B) {
			before, _ := workerd(b)
			n := 0
			for b.Loop() {
				ask(b, home+page.path+pairs[n%len(pairs)])
				n++
			}
			after, memory := workerd(b)
			b.ReportMetric((after-before)*1000/float64(b.N), "cpu-ms/op")
			b.ReportMetric(memory/1e6, "MB")
		})
	}
}

func ask(t testing.TB, address string) string {
	answer, err := http.Get(address)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, answer.StatusCode)
	return string(text)
}

// workerd returns how many seconds of processor the workerd that this test has
// started took so far, and its memory in bytes.
func workerd(t testing.TB) (seconds, memory float64) {
	names, err := filepath.Glob("/proc/[0-9]*/stat")
	require.NoError(t, err)
	parents, found := map[string]string{}, ""
	stats := map[string][]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		pid, rest, _ := strings.Cut(string(text), " (")
		command, rest, _ := strings.Cut(rest, ") ")
		fields := strings.Fields(rest)
		parents[pid] = fields[1]
		if stats[pid] = fields; command == "workerd" {
			found += " " + pid
		}
	}
	for _, pid := range strings.Fields(found) {
		if parents[parents[pid]] != strconv.Itoa(os.Getpid()) {
			continue
		}
		const ticks, page = 100, 4096
		user, _ := strconv.ParseFloat(stats[pid][11], 64)
		system, _ := strconv.ParseFloat(stats[pid][12], 64)
		pages, _ := strconv.ParseFloat(stats[pid][21], 64)
		seconds, memory = seconds+(user+system)/ticks, memory+pages*page
	}
	require.NotZero(t, memory, "no workerd of this test's")
	return seconds, memory
}
