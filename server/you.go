package server

import (
	"html/template"
	"net/http"
)

// A you is what you.html shows.
type you struct {
	Title       string
	Form        string
	User        term
	Total       string
	Private     string
	Secret      string
	Bookmarklet template.URL
}

// serveYou shows what belongs to the person who has logged in.
func (s *Server) serveYou(w http.ResponseWriter, r *http.Request, v session) error {
	total, err := s.count(r.Context(), selection{user: v.user.id})
	if err != nil {
		return err
	}
	private, err := s.count(r.Context(), selection{user: v.user.id, private: true})
	if err != nil {
		return err
	}
	home := place{view: viewUser, user: v.user.name}
	secret := home.as("rss")
	secret.secret = v.user.secret
	s.write(w, http.StatusOK, "you.html", you{
		Title: v.user.name, Form: v.form(), User: term{v.user.name, home.path()}, Total: countText(total), Private: countText(private),
		Secret: secret.path(), Bookmarklet: bookmarklet(origin(r)),
	})
	return nil
}

// bookmarklet opens the form for the page one is on, with what is selected.
func bookmarklet(home string) template.URL {
	return template.URL("javascript:location.href='" + template.JSEscapeString(home) + "/add?url='+encodeURIComponent(location.href)+" +
		"'&title='+encodeURIComponent(document.title)+'&description='+encodeURIComponent(getSelection())")
}
