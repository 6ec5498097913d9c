package server

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options is everything that a Server takes from the world.
type Options struct {
	Store  Store            // must be set, and migrated
	Now    func() time.Time // must be set
	Random func(p []byte)   // fills p with secret random bytes; must be set
	Limits Limits           // the zero value limits nothing
	Failed func(error)      // is told why a request got 500; nil: nobody is
	// MaxFile is the largest file of bookmarks that is taken, in bytes, packed
	// and unpacked; 0: 64 MB.
	MaxFile int64
}

// A Server is the handler of all that is served.
type Server struct {
	options Options
	rates   *rates
	site    site

	importing sync.Mutex // a file takes memory, so there is one at a time
}

const (
	maxBody  = 1 << 20   // of a request, in bytes
	maxQuery = 128 << 10 // the same of its address
)

// New returns the server. It fails only if it was built wrong.
func New(options Options) (*Server, error) {
	site, err := newSite()
	return &Server{options: options, rates: newRates(options.Limits), site: site}, err
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	if len(r.URL.RawQuery)+len(r.URL.Path) > maxQuery {
		http.Error(w, "This address is too long. Send less, or send it by POST.", http.StatusRequestURITooLong)
		return
	}
	limit := int64(maxBody)
	if r.URL.Path == importPath && sendsFile(r) {
		limit = s.maxFile()
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	if method, ok := strings.CutPrefix(r.URL.Path, "/v1/"); ok {
		s.serveAPI(w, r, method)
		return
	}
	s.serveSite(w, r)
}

// tell tells whoever runs the server what went wrong.
func (s *Server) tell(err error) {
	if s.options.Failed != nil {
		s.options.Failed(err)
	}
}

// failed answers that the server is to blame, and tells whoever runs it.
func (s *Server) failed(w http.ResponseWriter, err error) {
	s.tell(err)
	http.Error(w, "The server failed. Try again later.", http.StatusInternalServerError)
}

func (s *Server) now() int64 { return s.options.Now().UnixMilli() }

// later is the time of a person's last change, from that of this one: a second later
// at least than what it was, which is how it is shown, though two came at once or one
// had to wait. Who asks whether something has changed looks whether it is later.
const later = `max(?, updated + 1000)`

// change carries out statements as one transaction, with the time of the
// person's last change behind them, and returns how many rows each has changed.
func (s *Server) change(ctx context.Context, u user, list ...Statement) ([]int64, error) {
	return s.options.Store.Batch(ctx, append(list, statement(`UPDATE users SET updated = `+later+` WHERE id = ?`, s.now(), u.id)))
}
