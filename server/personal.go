package server

import (
	"net/http"
	"net/url"
	"strings"
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
	login := strings.HasPrefix(r.URL.Path, "/login")
	switch {
	case err != nil:
		s.failed(w, err)
		return
	case ok && !readFile(r):
		s.refuse(w, "This file could not be read, or is larger than 64 MB. Nothing was changed. Send a smaller one, or import it with “pinfold user import”.")
		return
	case new(http.CrossOriginProtection).Check(r) != nil, ok && r.Method == http.MethodPost && !login && !v.sent(r):
		s.refuse(w, "This form was sent from elsewhere, or it is too old. Nothing was changed. Open the page again and send it from there.")
		return
	case !ok && !login:
		http.Redirect(w, r, "/login/?"+url.Values{"to": {r.URL.RequestURI()}}.Encode(), http.StatusSeeOther)
		return
	}
	if err := serve(w, r, v); err != nil {
		s.failed(w, err)
	}
}

func (s *Server) refuse(w http.ResponseWriter, sentence string) {
	s.write(w, http.StatusForbidden, "missing.html", map[string]string{"Title": "Refused", "Sentence": sentence})
}

// A loginPage is what login.html shows.
type loginPage struct{ Title, Name, To, Problem string }

// serveLogin takes a name and the token that the API takes too.
func (s *Server) serveLogin(w http.ResponseWriter, r *http.Request, _ session) error {
	page := loginPage{Title: "Log in", Name: r.Form.Get("name"), To: ownPath(r.Form.Get("to"))}
	if r.Method != http.MethodPost {
		s.write(w, http.StatusOK, "login.html", page)
		return nil
	}
	now, from := s.options.Now(), "wrong "+clientAddress(r)
	if s.rates.spent(from, s.options.Limits.Wrong, now) {
		tooMany(w, s.options.Limits.Wrong)
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
		s.rates.take(from, s.options.Limits.Wrong, now)
		page.Problem = "Name and token do not belong together. The token is what “pinfold user add” printed; “pinfold user token” makes another."
		s.write(w, http.StatusForbidden, "login.html", page)
		return nil
	}
	if err := s.logIn(w, r, u); err != nil {
		return err
	}
	http.Redirect(w, r, page.To, http.StatusSeeOther)
	return nil
}

// ownPath is an address of this site, or the person's own page: a link to the
// login must not lead on to another site.
func ownPath(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
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
