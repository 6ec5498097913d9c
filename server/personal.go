package server

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

// A personalPage answers a request by a person who has logged in.
type personalPage func(w http.ResponseWriter, r *http.Request, v session) error

// personal returns the page of a path that needs a login; nil if it needs
// none.
func (s *Server) personal(path string) personalPage {
	switch strings.TrimSuffix(path, "/") {
	case "/login":
		return s.serveLogin
	case "/logout":
		return s.serveLogout
	case "/add":
		return s.serveAdd
	case "/you":
		return s.serveYou
	case "/you/settings":
		return s.serveSettings
	case "/you/export":
		return s.serveExport
	case importPath:
		return s.serveImport
	}
	return nil
}

// servePersonal lets nobody see a page, or send a form, but the person whose
// browser it is.
func (s *Server) servePersonal(w http.ResponseWriter, r *http.Request, serve personalPage) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "same-origin")
	if !readForm(w, r) {
		return
	}
	v, ok, err := s.session(r)
	login, sends := strings.HasPrefix(r.URL.Path, "/login"), r.Method == http.MethodPost
	switch {
	case err != nil:
	case ok && !readFile(r):
		s.refuse(w, s.unreadable())
		return
	case new(http.CrossOriginProtection).Check(r) != nil:
		s.refuse(w, foreign)
		return
	case login, ok && !sends, ok && v.sent(r):
		err = serve(w, r, v)
	case ok:
		err = s.serveStale(w, r, v)
	case sends:
		s.write(w, http.StatusForbidden, "login.html", loginPage{Title: "Log in", To: r.URL.RequestURI(), Typed: typedFields(r),
			Problem: "You were logged out meanwhile, so nothing has been saved or changed. Log in, then go on from there."})
	default:
		http.Redirect(w, r, "/login/?"+url.Values{"to": {r.URL.RequestURI()}}.Encode(), http.StatusSeeOther)
	}
	if err != nil {
		s.failed(w, err)
	}
}

const foreign = "This form was sent from elsewhere, or it is too old. Nothing was changed. Open the page again and send it from there."

// serveStale answers a form that is not of this session: of one before it, or
// of another site's making, in a browser that does not say so. Nothing of it is
// done; a bookmark comes back to be looked at, as a link to /add may show one.
func (s *Server) serveStale(w http.ResponseWriter, r *http.Request, v session) error {
	if len(typedFields(r)) == 0 {
		s.refuse(w, foreign)
		return nil
	}
	return s.showTyped(w, r, v, http.StatusForbidden, "This form is from before you logged in last. Nothing was changed. Look it over, then press again.")
}

// A field is one of a form, with what was typed into it.
type field struct{ Name, Value string }

// typedFields are what was typed into the form of a bookmark.
func typedFields(r *http.Request) (list []field) {
	switch strings.TrimSuffix(r.URL.Path, "/") {
	case "/add", "/login":
	default:
		return nil
	}
	for _, name := range []string{"url", "title", "description", "tags", "private", "unread", "new"} {
		if r.PostForm.Has(name) {
			list = append(list, field{name, r.PostForm.Get(name)})
		}
	}
	return list
}

func (s *Server) refuse(w http.ResponseWriter, sentence string) {
	s.write(w, http.StatusForbidden, "missing.html", map[string]string{"Title": "Refused", "Sentence": sentence})
}

// A loginPage is what login.html shows.
type loginPage struct {
	Title, Name, To, Problem string
	Typed                    []field // what was typed before one had to log in
}

// serveLogin takes a name and the token that the API takes too.
func (s *Server) serveLogin(w http.ResponseWriter, r *http.Request, _ session) error {
	page := loginPage{Title: "Log in", Name: r.Form.Get("name"), To: ownPath(r.Form.Get("to")), Typed: typedFields(r)}
	if r.Method != http.MethodPost {
		s.write(w, http.StatusOK, "login.html", page)
		return nil
	}
	if s.Barred(r) {
		retryAfter(w, s.options.Limits.Wrong)
		page.Problem = "There were too many wrong tokens. Wait a minute, then try again."
		s.write(w, http.StatusTooManyRequests, "login.html", page)
		return nil
	}
	name, token := strings.TrimSpace(page.Name), strings.TrimSpace(r.PostForm.Get("token"))
	if _, pasted, ok := strings.Cut(token, ":"); ok { // as user add printed it
		token = pasted
	}
	u, err := s.checkToken(r.Context(), name+":"+token)
	if err != nil {
		return err
	}
	if u.id == 0 {
		s.CountWrong(r)
		page.Problem = "Name and token do not belong together. The token is what “pinfold user add” printed; “pinfold user token” makes another."
		s.write(w, http.StatusForbidden, "login.html", page)
		return nil
	}
	v, err := s.logIn(w, r, u)
	if err != nil {
		return err
	}
	if len(page.Typed) > 0 {
		return s.showTyped(w, r, v, http.StatusOK, "This is not saved yet. Look it over, then press Save.")
	}
	http.Redirect(w, r, page.To, http.StatusSeeOther)
	return nil
}

// ownPath is an address of this site, or the person's own page: a link to the
// login must not lead on to another site.
func ownPath(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsFunc(to, func(r rune) bool { return r == '\\' || unicode.IsControl(r) }) {
		return "/you/"
	}
	return to
}

func (s *Server) serveLogout(w http.ResponseWriter, r *http.Request, v session) error {
	if r.Method == http.MethodPost {
		if err := s.logOut(w, r, v); err != nil {
			return err
		}
	}
	http.Redirect(w, r, "/recent/", http.StatusSeeOther)
	return nil
}
