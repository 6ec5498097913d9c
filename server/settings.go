package server

import (
	"html/template"
	"iter"
	"net/http"

	"pinfold/core"
	"pinfold/core/format"
)

// settings is what settings.html shows.
type settings struct {
	Title       string
	Form        string
	User        term
	Total       string
	Private     string
	Secret      string
	Writers     []string
	MaxFile     int64 // megabytes
	Bookmarklet template.URL
}

// serveSettings shows what else belongs to the person.
func (s *Server) serveSettings(w http.ResponseWriter, r *http.Request, v session) error {
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
	made := settings{Title: "Settings of " + v.user.name, Form: v.form(), User: term{v.user.name, home.path()}, Total: countText(total),
		Private: countText(private), Secret: secret.path(), Bookmarklet: bookmarklet(origin(r)), MaxFile: s.maxFile() >> 20}
	for _, writer := range format.Writers() {
		if writer.Write != nil {
			made.Writers = append(made.Writers, string(writer.Name))
		}
	}
	s.write(w, http.StatusOK, "settings.html", made)
	return nil
}

// bookmarklet opens the form for the page one is on, with what is selected.
func bookmarklet(home string) template.URL {
	return template.URL("javascript:location.href='" + template.JSEscapeString(home) + "/add?url='+encodeURIComponent(location.href)+" +
		"'&title='+encodeURIComponent(document.title)+'&description='+encodeURIComponent(getSelection())")
}

// serveExport streams all bookmarks of the person as a file.
func (s *Server) serveExport(w http.ResponseWriter, r *http.Request, v session) error {
	writer, err := format.WriterOf(r.URL.Query().Get("format"))
	if err != nil || writer.Write == nil {
		s.notFound(w, "There is no such format. Choose one on the page of settings.")
		return nil
	}
	w.Header().Set("Content-Type", writer.MIME)
	w.Header().Set("Content-Disposition", `attachment; filename="`+v.user.name+"."+writer.Ending+`"`)
	if err := writer.Write(w, bookmarks(s.every(r.Context(), selection{user: v.user.id, limit: everything}))); err != nil {
		s.cut(err)
	}
	return nil
}

func bookmarks(in iter.Seq2[found, error]) iter.Seq2[core.Bookmark, error] {
	return func(yield func(core.Bookmark, error) bool) {
		for f, err := range in {
			if !yield(f.Bookmark, err) {
				return
			}
		}
	}
}
