package e2e

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"testing"
)

// A site is what a person visits: pages on this machine.
type site struct{ *httptest.Server }

// hostile is a title that would run if it were ever taken for mark-up. The
// last character turns the direction of writing around.
const hostile = `<img src=x onerror="document.body.dataset.broken=1"><script>document.body.dataset.broken=1</script> & “quoted” ` + "\u202e"

// newSite serves until the test's end.
func newSite(t *testing.T) *site {
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

// at is the address of a page.
func (s *site) at(path string) string { return s.URL + path }

func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/favicon.ico" {
		w.WriteHeader(http.StatusNoContent) // or Chromium reports its absence as an error
		return
	}
	title, known := map[string]string{
		"/streams":  "Streams of data",
		"/plain":    "A plain page",
		"/variant":  "A page with variants",
		"/hostile":  hostile,
		"/untitled": "",
	}[r.URL.Path]
	if r.URL.Path == "/favicon.ico" {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if !known {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!doctype html><html lang="en"><title>%s</title>
<meta name="description" content="What this page says of itself.">
<meta name="keywords" content="streams, databases">
<h1>%s</h1><p id="words">A passage worth keeping, of some length.</p><p id="more">Another passage.</p>`,
		html.EscapeString(title), html.EscapeString(title))
}

// selectWords selects a paragraph, as a person does with the pointer.
const selectWords = `(id) => getSelection().selectAllChildren(document.getElementById(id))`
