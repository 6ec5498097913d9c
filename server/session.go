package server

import (
	"crypto/subtle"
	"net/http"
	"strings"
	"time"
)

// A session is a browser in which somebody has logged in. Only the SHA-256 of
// what its cookie holds is kept.
type session struct {
	user user
	key  string // what the cookie holds
}

const (
	sessionCookie = "pinfold-session"
	sessionTime   = 90 * 24 * time.Hour
)

// form is what each form of the session must carry, so that no other site can
// have sent it.
func (v session) form() string { return digest("form " + v.key)[:32] }

// sent says that the request is a form of this session's.
func (v session) sent(r *http.Request) bool {
	return subtle.ConstantTimeCompare([]byte(r.PostFormValue("form")), []byte(v.form())) == 1
}

// session returns whose browser asks; ok is false if nobody has logged in.
func (s *Server) session(r *http.Request) (v session, ok bool, err error) {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return v, false, nil
	}
	v.key = cookie.Value
	err = s.options.Store.Query(r.Context(), statement(`SELECT u.id, u.name, u.secret, u.updated FROM sessions s JOIN users u ON u.id = s.user
		WHERE s.id = ? AND s.expires > ?`, digest(v.key), s.now()), func(scan func(...any) error) error {
		return scan(&v.user.id, &v.user.name, &v.user.secret, &v.user.updated)
	})
	return v, v.user.id != 0, err
}

// logIn begins a session of u's.
func (s *Server) logIn(w http.ResponseWriter, r *http.Request, u user) (session, error) {
	key := s.random(32)
	_, err := s.options.Store.Batch(r.Context(), []Statement{
		statement(`DELETE FROM sessions WHERE expires <= ?`, s.now()),
		statement(`INSERT INTO sessions (id, user, expires) VALUES (?, ?, ?)`, digest(key), u.id, s.now()+sessionTime.Milliseconds()),
	})
	if err == nil {
		setCookie(w, r, key, int(sessionTime.Seconds()))
	}
	return session{u, key}, err
}

// logOut ends a session.
func (s *Server) logOut(w http.ResponseWriter, r *http.Request, v session) error {
	_, err := s.options.Store.Batch(r.Context(), []Statement{statement(`DELETE FROM sessions WHERE id = ?`, digest(v.key))})
	setCookie(w, r, "", -1)
	return err
}

func setCookie(w http.ResponseWriter, r *http.Request, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true,
		Secure: strings.HasPrefix(origin(r), "https:"), SameSite: http.SameSiteLaxMode,
	})
}
