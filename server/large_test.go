package server_test

import (
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/internal/tongue"
	"pinfold/server"
)

var (
	links = flag.String("links", "", "measure with the bookmarks of this `file`, gzipped, a post of Pinboard's a line; else with generated ones")
	size  = flag.Int("size", 250_000, "how many bookmarks the benchmarks have, at most")
)

// BenchmarkALargeAccount asks a server with one large account for its pages.
func BenchmarkALargeAccount(b *testing.B) {
	w := newWorld(b, server.Limits{})
	token := w.user("jm")
	began := time.Now()
	n, err := w.handler.Import(b.Context(), "jm", corpus(b), false)
	require.NoError(b, err)
	b.Logf("%d bookmarks saved in %s", n, time.Since(began).Round(time.Millisecond))
	tags := map[string]string{}
	_, body := w.call(token, "tags/get")
	require.NoError(b, json.Unmarshal([]byte(body), &tags))
	first, second := most(tags)
	for _, page := range []struct{ name, path string }{
		{"person", "/u:jm/"}, {"commonest tag", "/u:jm/t:" + first + "/"}, {"two common tags", "/u:jm/t:" + first + "/t:" + second + "/"},
		{"everybody's tag", "/t:" + first + "/"}, {"recent", "/recent/"}, {"feed", "/rss/u:jm/t:" + first + "/"},
		{"search one word", "/u:jm/?q=" + second}, {"search two words", "/u:jm/?q=" + first + "+" + second}, {"search nothing", "/u:jm/?q=qzxvvqzxv"},
		{"posts recent", "/v1/posts/recent?auth_token=" + token},
	} {
		b.Run(page.name, func(b *testing.B) {
			for b.Loop() {
				status, _ := w.get(page.path)
				require.Equal(b, http.StatusOK, status)
			}
		})
	}
	b.Run("together", func(b *testing.B) { beside(b, w, token, first) })
	b.Run("posts all", func(b *testing.B) {
		for b.Loop() {
			most := highWater(func() {
				w.handler.ServeHTTP(&discard{header: http.Header{}}, httptest.NewRequest("GET", "/v1/posts/all?format=json&auth_token="+token, nil))
			})
			b.ReportMetric(float64(most)/1e6, "MB-heap")
		}
	})
}

// beside asks over real connections, two at once for each processor, and a plain
// handler that answers with the same bytes.
func beside(b *testing.B, w *world, token, tag string) {
	for _, page := range []struct{ name, path string }{{"tag page", "/u:jm/t:" + tag + "/"}, {"posts recent", "/v1/posts/recent?auth_token=" + token}} {
		_, body := w.get(page.path)
		plain := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) })
		for _, of := range []struct {
			name    string
			handler http.Handler
		}{{"served", w.handler}, {"plain handler", plain}} {
			b.Run(page.name+" "+of.name, func(b *testing.B) {
				web := httptest.NewServer(of.handler)
				defer web.Close()
				b.SetParallelism(2)
				most := highWater(func() {
					b.RunParallel(func(on *testing.PB) {
						client := &http.Client{Transport: &http.Transport{}}
						for on.Next() {
							answer, err := client.Get(web.URL + page.path)
							if err != nil {
								b.Error(err)
								return
							}
							_, _ = io.Copy(io.Discard, answer.Body)
							answer.Body.Close()
						}
					})
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
				b.ReportMetric(float64(most)/1e6, "MB-heap")
			})
		}
	}
}

// A discard is an answer that nobody keeps.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}

// highWater runs f and returns the most memory that the heap had meanwhile.
func highWater(f func()) (most uint64) {
	done := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		var m runtime.MemStats
		for every := time.NewTicker(5 * time.Millisecond); ; {
			select {
			case <-done:
				return
			case <-every.C:
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
		}
	})
	runtime.GC()
	f()
	close(done)
	watching.Wait()
	return most
}

// most are the two commonest tags that need no escaping.
func most(tags map[string]string) (first, second string) {
	count := func(s string) (n int) { fmt.Sscan(s, &n); return n }
	for name, n := range tags {
		switch {
		case strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") != "":
		case count(n) > count(tags[first]):
			first, second = name, first
		case count(n) > count(tags[second]):
			second = name
		}
	}
	return first, second
}

// corpus yields what is measured with, newest first.
func corpus(b *testing.B) iter.Seq2[core.Bookmark, error] {
	if *links == "" {
		return generated(*size)
	}
	return func(yield func(core.Bookmark, error) bool) {
		f, err := os.Open(*links)
		require.NoError(b, err)
		defer f.Close()
		in, err := gzip.NewReader(f)
		require.NoError(b, err)
		d := json.NewDecoder(in)
		for range *size {
			var p struct{ Href, Description, Extended, Tags, Time, Shared string }
			if err := d.Decode(&p); err == io.EOF {
				return
			}
			at, err := time.Parse(time.RFC3339, p.Time)
			if !yield(core.Bookmark{URL: p.Href, Title: p.Description, Description: p.Extended, Tags: core.CleanTags(strings.Fields(p.Tags)), Created: at}, err) {
				return
			}
		}
	}
}

// generated yields bookmarks whose first tag a fifth of all has.
func generated(n int) iter.Seq2[core.Bookmark, error] {
	r := rand.New(rand.NewPCG(1, 2))
	words, tags := tongue.New(r, 20_000), tongue.New(r, 3000)
	return func(yield func(core.Bookmark, error) bool) {
		for i := range n {
			b := core.Bookmark{URL: fmt.Sprintf("https://%s.example/%d", words.Phrase(1), i), Title: words.Phrase(3 + r.IntN(7)), Description: words.Phrase(r.IntN(25)),
				Tags: core.CleanTags(strings.Fields(tags.Phrase(r.IntN(6)))), Created: time.Unix(1.7e9-int64(i)*3600, 0)}
			if i%5 == 0 {
				b.Tags = core.JoinTags([]string{"fifth"}, b.Tags)
			}
			if !yield(b, nil) {
				return
			}
		}
	}
}
