package server

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"strings"
)

// A call is one call of the API by the person whose token it has.
type call struct {
	*Server
	w     http.ResponseWriter
	r     *http.Request
	user  user
	token string // without the name
}

func (c *call) ctx() context.Context { return c.r.Context() }

// arg returns a parameter of the address or the body.
func (c *call) arg(name string) string { return c.r.Form.Get(name) }

// A method answers one call. An error is the server's fault and becomes 500.
type method struct {
	run    func(*call) error
	writes bool
	apart  func(Limits) Limit // of its own; nil: it is counted with all others
}

// verbs are how it may be asked. Asking for the head alone must change nothing.
func (m method) verbs() []string {
	if m.writes {
		return []string{http.MethodGet, http.MethodPost}
	}
	return []string{http.MethodGet, http.MethodHead, http.MethodPost}
}

// method returns what answers to a name, or ok = false.
func (s *Server) method(name string) (m method, ok bool) {
	methods := map[string]method{
		"posts/update":   {run: update},
		"posts/add":      {run: add, writes: true},
		"posts/delete":   {run: remove, writes: true},
		"posts/batch":    {run: batch, writes: true},
		"posts/get":      {run: get},
		"posts/recent":   {run: recent, apart: func(l Limits) Limit { return l.Recent }},
		"posts/dates":    {run: dates},
		"posts/all":      {run: all, apart: func(l Limits) Limit { return l.All }},
		"posts/suggest":  {run: suggest},
		"tags/get":       {run: tags},
		"tags/delete":    {run: deleteTag, writes: true},
		"tags/rename":    {run: renameTag, writes: true},
		"user/secret":    {run: secret},
		"user/api_token": {run: apiToken},
		"notes/list":     {run: notes},
		"notes/add":      {run: addNote, writes: true},
	}
	if m, ok = methods[name]; ok {
		return m, true
	}
	if id, isNote := strings.CutPrefix(name, "notes/"); isNote && id != "" {
		return method{run: func(c *call) error { return oneNote(c, id) }}, true
	}
	return method{}, false
}

// serveAPI answers a call, or says why not: 401 without a right token, 429 too
// often, 500 for a method that there is not, as Pinboard does.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request, name string) {
	w.Header().Set("Cache-Control", "no-store")
	if fromExtension(w, r) && r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	name = strings.TrimSuffix(name, "/")
	m, known := s.method(name)
	limit, counted := s.allowance(m, name)
	if !only(w, r, m.verbs()...) || !readForm(w, r) {
		return
	}
	if s.Barred(r) {
		tooMany(w, s.options.Limits.Wrong)
		return
	}
	pair := credentials(r, !m.writes || !fromBrowser(r))
	u, err := s.checkToken(r.Context(), pair)
	switch {
	case err != nil:
		s.failed(w, err)
	case u.id == 0:
		if pair != "" { // who waits to be asked for a token has guessed none
			s.CountWrong(r)
		}
		w.Header().Set("WWW-Authenticate", `Basic realm="API"`)
		http.Error(w, "401 Forbidden", http.StatusUnauthorized)
	case !known:
		http.Error(w, "There is no method "+name+". Check its name.", http.StatusInternalServerError)
	case !s.rates.take(counted+" "+u.name, limit, s.options.Now()):
		tooMany(w, limit)
	default:
		_, token, _ := strings.Cut(pair, ":")
		if err := m.run(&call{s, w, r, u, token}); err != nil {
			s.failed(w, err)
		}
	}
}

// fromExtension lets a browser's extension read the answer of a call with its
// own token. No page of the web may, and no cookie counts here.
func fromExtension(w http.ResponseWriter, r *http.Request) bool {
	from := r.Header.Get("Origin")
	if !strings.HasPrefix(from, "chrome-extension://") && !strings.HasPrefix(from, "moz-extension://") {
		return false
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", from)
	h.Set("Access-Control-Allow-Methods", "GET, POST")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
	h.Set("Vary", "Origin")
	return true
}

// allowance is how often a method may be called, and what it is counted as.
func (s *Server) allowance(m method, name string) (Limit, string) {
	if m.apart != nil {
		return m.apart(s.options.Limits), name
	}
	return s.options.Limits.Calls, "calls"
}

// retryAfter says when it is worth to come again.
func retryAfter(w http.ResponseWriter, l Limit) {
	w.Header().Set("Retry-After", strconv.Itoa(max(1, int(l.Every.Seconds()))))
}

func tooMany(w http.ResponseWriter, l Limit) {
	retryAfter(w, l)
	http.Error(w, "429 Too Many Requests. Wait, and double the time between calls.", http.StatusTooManyRequests)
}

// credentials returns NAME:TOKEN as the request has it, or "".
func credentials(r *http.Request, basic bool) string {
	if token := r.Form.Get("auth_token"); token != "" {
		return token
	}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return token
	}
	if name, token, ok := r.BasicAuth(); ok && basic {
		return name + ":" + token
	}
	return ""
}

// fromBrowser says that a browser may have sent the request, for whatever page
// it shows: it sends Basic credentials by itself, so with them it may read, but
// a change needs the token in the request or as Bearer. Its first two headers
// no page can leave out; the last one is for browsers from before 2023.
func fromBrowser(r *http.Request) bool {
	return r.Header.Get("Sec-Fetch-Site") != "" || r.Header.Get("Origin") != "" || strings.HasPrefix(r.UserAgent(), "Mozilla/")
}

// Barred says that too many wrong secrets have come from where a request comes
// from.
func (s *Server) Barred(r *http.Request) bool {
	return s.rates.spent("wrong "+clientAddress(r), s.options.Limits.Wrong, s.options.Now())
}

// CountWrong counts a wrong secret against where a request comes from.
func (s *Server) CountWrong(r *http.Request) {
	s.rates.take("wrong "+clientAddress(r), s.options.Limits.Wrong, s.options.Now())
}

// clientAddress is where a request comes from. A proxy on the same machine is
// believed when it says for whom it asks, which is what stands last: before it,
// or in a line of its own, stands whatever the client made up.
func clientAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	lines := r.Header.Values("X-Forwarded-For")
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() && len(lines) > 0 {
		last := lines[len(lines)-1]
		return strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	}
	return host
}
