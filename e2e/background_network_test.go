package e2e

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// A gate is the only way out of a browser: a proxy that writes down what was
// asked for, and lets through only what goes to the test's own site and servers.
type gate struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

func newGate(t *testing.T, site *site, servers ...string) *gate {
	g := &gate{}
	own := map[string]bool{}
	for _, address := range append(servers, site.URL) {
		own[strings.TrimPrefix(address, "http://")] = true
	}
	through := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.Out.URL.Scheme, r.Out.URL.Host = "http", r.In.Host }}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		g.asked = append(g.asked, r.Method+" "+r.Host+r.URL.Path)
		g.mu.Unlock()
		if !own[r.Host] || r.Method == http.MethodConnect {
			http.Error(w, "closed", http.StatusBadGateway)
			return
		}
		through.ServeHTTP(w, r)
	}))
	t.Cleanup(g.Close)
	return g
}

// requests are what was asked for, but for the page that the person visits and
// what the browser itself asks for at its maker's.
func (g *gate) requests(visited string) []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var list []string
	for _, r := range g.asked {
		_, address, _ := strings.Cut(r, " ")
		host, _, _ := strings.Cut(address, "/")
		host, _, _ = strings.Cut(host, ":")
		makers := false
		for _, own := range []string{"mozilla.org", "mozilla.com", "mozilla.net", "firefox.com", "google.com", "googleapis.com", "gvt1.com", "gstatic.com"} {
			makers = makers || host == own || strings.HasSuffix(host, "."+own)
		}
		if !makers && !strings.HasPrefix(address, visited) && !strings.HasSuffix(address, "/favicon.ico") {
			list = append(list, r)
		}
	}
	return list
}

func TestNothingGoesOverTheNetwork(t *testing.T) {
	eachKind(t, func(t *testing.T, kind string) {
		site := newSite(t)
		g := newGate(t, site)
		s := begin(t, kind, browser.Options{Extension: variant(t, kind, seeing), Proxy: strings.TrimPrefix(g.URL, "http://")})
		wire := s.wire()
		on := s.visit(site.at("/streams"))
		require.Contains(t, strings.Join(g.asked, "\n"), "/streams", "the browser goes through the gate")

		s.popup(on).press("Enter")
		s.gone()
		wire.kept("https://never-asked.example/icon", "An address to keep")
		eval[any](wire, importHere, `[{"href": "https://imported.example/", "description": "I", "tags": "x", "time": "2016-11-01T00:00:00Z"}]`)
		library := s.open("library.html#q=keep")
		library.shows("An address to keep")
		s.open("options.html").shows("Import")
		require.NotEmpty(t, s.suggests("keep"))
		s.cold()
		require.Equal(t, 3, wire.find("").Total)
		visited := strings.TrimPrefix(site.at("/streams"), "http://")
		require.Empty(t, g.requests(visited), "Pinfold asks nobody for anything")
	})
}
