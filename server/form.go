package server

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"

	"pinfold/core"
	"pinfold/core/weburl"
)

// A form is what add.html shows: a bookmark to save.
type form struct {
	Title    string // of the window
	Form     string // the session's
	User     term
	URL      string
	Name     string // the bookmark's title
	Text     string
	Tags     string
	Private  bool
	Unread   bool
	Saved    string // when it was saved before, or ""
	Problem  string
	Sure     bool // it has asked whether to delete
	Suggests []string
}

// serveAdd shows the form, filled with what is saved or what the address says,
// and saves what comes back. A link alone never saves: anybody could make one.
func (s *Server) serveAdd(w http.ResponseWriter, r *http.Request, v session) error {
	if r.Method == http.MethodPost {
		return s.saveForm(w, r, v)
	}
	f, err := s.newForm(r.Context(), r.URL.Query(), v)
	if err != nil {
		return err
	}
	s.write(w, http.StatusOK, "add.html", f)
	return nil
}

func (s *Server) newForm(ctx context.Context, q url.Values, v session) (form, error) {
	f := form{URL: q.Get("url"), Name: q.Get("title"), Text: q.Get("description"), Tags: q.Get("tags"),
		Private: q.Get("private") != "no", Unread: q.Get("later") == "yes" || q.Get("toread") == "yes"}
	if at := address.FindStringIndex(f.Text); f.URL == "" && at != nil { // phones share an address as text
		end := trimmedEnd(f.Text, at[0], at[1])
		f.URL, f.Text = f.Text[at[0]:end], strings.TrimSpace(f.Text[:at[0]]+f.Text[end:])
	}
	if name, hash, ok := strings.Cut(q.Get("copy"), ":"); ok {
		if err := s.copyInto(ctx, &f, name, hash); err != nil {
			return f, err
		}
	}
	return s.complete(ctx, f, v)
}

// complete puts what is saved already in the place of what the address says.
func (s *Server) complete(ctx context.Context, f form, v session) (form, error) {
	saved, err := s.about(ctx, &f, v)
	if err != nil || f.URL == "" {
		return f, err
	}
	if saved != nil {
		f.URL, f.Name, f.Text, f.Tags = saved.URL, saved.Title, saved.Description, strings.Join(saved.Tags, " ")
		f.Private, f.Unread = saved.Private, saved.Unread
	}
	return f, s.offerTags(ctx, &f, v)
}

// typed is the form as it was sent, with a word on why it was not saved.
func (s *Server) typed(ctx context.Context, sent url.Values, v session, problem string) (form, error) {
	f := form{URL: sent.Get("url"), Name: sent.Get("title"), Text: sent.Get("description"), Tags: sent.Get("tags"),
		Private: sent.Has("private"), Unread: sent.Has("unread"), Problem: problem, Sure: problem == askSure}
	saved, err := s.about(ctx, &f, v)
	if err != nil || f.URL == "" {
		return f, err
	}
	if saved != nil && sent.Has("new") { // what was typed joins what the form did not show
		f.URL, f.Name, f.Text = saved.URL, cmp.Or(f.Name, saved.Title), both(saved.Description, f.Text)
		f.Tags = strings.Join(core.JoinTags(saved.Tags, splitTags(f.Tags)), " ")
		f.Private, f.Unread = f.Private || saved.Private, f.Unread || saved.Unread // of two the private one, as an import joins them
	}
	return f, s.offerTags(ctx, &f, v)
}

// both is two texts, one under the other; the first alone if it holds the second.
func both(have, more string) string {
	more = strings.TrimSpace(strings.ReplaceAll(more, "\r\n", "\n"))
	if strings.Contains(have, more) {
		return have
	}
	return strings.TrimSpace(have + "\n\n" + more)
}

// about adds whose form it is, and finds what is saved under its address.
func (s *Server) about(ctx context.Context, f *form, v session) (saved *found, err error) {
	f.Title, f.Form, f.User = "Add a bookmark", v.form(), term{v.user.name, place{view: viewUser, user: v.user.name}.path()}
	if f.URL == "" {
		return nil, nil
	}
	saved, err = s.savedAt(ctx, v, f.URL)
	if saved != nil {
		f.Title, f.Saved = "Edit a bookmark", strings.ToLower(saved.Created.Format("2 January 2006"))
	}
	return saved, err
}

// savedAt is what the person has under an address; nil if nothing.
func (s *Server) savedAt(ctx context.Context, v session, url string) (*found, error) {
	list, err := s.list(ctx, selection{user: v.user.id, same: askedKey(url), limit: 1})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// offerTags adds tags that suit the address and are not there yet.
func (s *Server) offerTags(ctx context.Context, f *form, v session) error {
	suggests, err := s.recommended(ctx, v.user.id, f.URL)
	f.Suggests = core.DropTags(suggests, splitTags(f.Tags))
	return err
}

// copyInto fills the form with somebody's public bookmark, and whose it was.
func (s *Server) copyInto(ctx context.Context, f *form, name, hash string) error {
	u, _, err := s.findUser(ctx, name)
	if err != nil || u.id == 0 {
		return err
	}
	same, err := s.sameOf(ctx, hash)
	if err != nil {
		return err
	}
	list, err := s.list(ctx, selection{user: u.id, public: true, same: same, limit: 1})
	if err != nil || same == "" || len(list) == 0 {
		return err
	}
	b := list[0]
	f.URL, f.Name, f.Text = b.URL, b.Title, b.Description
	f.Tags = strings.Join(core.JoinTags(b.Tags, []string{"via:" + name}), " ")
	return nil
}

const askSure = "Nothing is deleted yet. What is deleted here cannot be brought back: if you mean it, press Delete once more."

// saveForm saves, or deletes, what was sent, and goes on to the person's page.
func (s *Server) saveForm(w http.ResponseWriter, r *http.Request, v session) error {
	if r.PostForm.Has("delete") {
		if r.PostForm.Get("delete") != "sure" {
			saved, err := s.savedAt(r.Context(), v, r.PostForm.Get("url"))
			if err != nil {
				return err
			}
			if saved != nil { // else it is gone already
				return s.showTyped(w, r, v, http.StatusOK, askSure)
			}
		}
		if _, err := s.delete(r.Context(), v.user.id, askedKey(r.PostForm.Get("url"))); err != nil {
			return err
		}
		http.Redirect(w, r, "/you/", http.StatusSeeOther)
		return nil
	}
	b, problem := s.sentForm(r.PostForm)
	if problem != "" {
		return s.showTyped(w, r, v, http.StatusUnprocessableEntity, problem)
	}
	written, err := s.save(r.Context(), v.user.id, []core.Bookmark{b}, saving{keep: r.PostForm.Has("new")})
	if err != nil {
		return err
	}
	if written == 0 {
		saved, err := s.savedAt(r.Context(), v, b.URL)
		if err != nil {
			return err
		}
		if saved == nil || !says(&saved.Bookmark, &b) {
			return s.showTyped(w, r, v, http.StatusConflict, "You have this address already, so nothing was changed. Here is both together: look it over, then press Save.")
		}
	}
	s.write(w, http.StatusOK, "saved.html", map[string]any{"Title": "Saved", "Name": b.Title, "URL": safeURL(b.URL),
		"Private": b.Private, "Edit": "/add?" + url.Values{"url": {b.URL}}.Encode(),
		"User": term{v.user.name, place{view: viewUser, user: v.user.name}.path()}})
	return nil
}

// says reports whether a bookmark says all that another does, as when a form is
// pressed twice.
func says(have, sent *core.Bookmark) bool {
	return have.Title == sent.Title && have.Description == sent.Description && have.Private == sent.Private &&
		have.Unread == sent.Unread && len(core.DropTags(sent.Tags, have.Tags)) == 0
}

// showTyped shows the form again as it was sent.
func (s *Server) showTyped(w http.ResponseWriter, r *http.Request, v session, status int, problem string) error {
	f, err := s.typed(r.Context(), r.PostForm, v, problem)
	if err != nil {
		return err
	}
	s.write(w, status, "add.html", f)
	return nil
}

// sentForm reads the bookmark of a form, or says what to mend.
func (s *Server) sentForm(sent url.Values) (core.Bookmark, string) {
	b, tooMuch := core.CleanFields(core.Bookmark{Title: sent.Get("title"), Description: sent.Get("description"), Tags: splitTags(sent.Get("tags")),
		Private: sent.Has("private"), Unread: sent.Has("unread"), Created: s.options.Now()})
	cleaned, err := weburl.Clean(sent.Get("url"))
	if err = cmp.Or(err, tooMuch); err != nil {
		return b, err.Error()
	}
	b.URL = cleaned.URL
	if b.Title == "" {
		b.Title = b.URL
	}
	return b, ""
}
