package server

import (
	"embed"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"strings"

	"pinfold"
)

//go:embed assets
var assets embed.FS

// A site is what pages are made of, read once.
type site struct {
	pages    *template.Template
	style    string
	manifest string
	icons    map[string]string // by path
}

func newSite() (site, error) {
	pages, err := template.ParseFS(assets, "assets/*.html")
	if err != nil {
		return site{}, err
	}
	own, err := assets.ReadFile("assets/site.css")
	if err != nil {
		return site{}, err
	}
	manifest, err := assets.ReadFile("assets/app.webmanifest")
	if err != nil {
		return site{}, err
	}
	icons, err := siteIcons()
	return site{pages, pinfold.Theme + string(own), string(manifest), icons}, err
}

// siteIcons are the extension's icon for a window, and larger ones for the
// screen of a phone.
func siteIcons() (map[string]string, error) {
	icons := map[string]string{"/icon.png": string(pinfold.Icon), "/favicon.ico": string(pinfold.Icon)}
	for _, size := range []string{"192", "512"} {
		icon, err := assets.ReadFile("assets/" + size + ".png")
		if err != nil {
			return nil, err
		}
		icons["/icon-"+size+".png"] = string(icon)
	}
	return icons, nil
}

// pagePolicy lets a page load its stylesheet and icon, and nothing else.
const pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// serveSite answers for what is read in a browser or a feed reader.
func (s *Server) serveSite(w http.ResponseWriter, r *http.Request) {
	if serve := s.personal(r.URL.Path); serve != nil {
		if only(w, r, http.MethodGet, http.MethodHead, http.MethodPost) {
			s.servePersonal(w, r, serve)
		}
		return
	}
	if !only(w, r, http.MethodGet, http.MethodHead) {
		return
	}
	switch r.URL.Path {
	case "/robots.txt":
		serveAsset(w, r, "text/plain; charset=utf-8", robots)
		return
	case "/style.css":
		serveAsset(w, r, "text/css; charset=utf-8", s.site.style)
		return
	case "/app.webmanifest":
		serveAsset(w, r, "application/manifest+json", s.site.manifest)
		return
	}
	if icon, ok := s.site.icons[r.URL.Path]; ok {
		serveAsset(w, r, "image/png", icon)
		return
	}
	if to, ok := searchTarget(r); ok {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	p, ok := placeOf(r.URL.EscapedPath())
	switch {
	case p.over:
		s.refuseTags(w, p)
	case !ok:
		s.notFound(w, "There is no such page here. Check its address.")
	default:
		s.servePlace(w, r, p)
	}
}

// robots keeps crawlers from what only a person can use, and from searches,
// of which there is no end.
const robots = `User-agent: *
Disallow: /v1/
Disallow: /add
Disallow: /you/
Disallow: /login
Disallow: /search
Disallow: /*?q=
Disallow: /*&q=
`

func serveAsset(w http.ResponseWriter, r *http.Request, kind, body string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-cache")
	if !unchanged(w, r, body) {
		_, _ = io.WriteString(w, body) // whoever has gone away does not hear of it
	}
}

// unchanged answers 304 to whoever has this body already.
func unchanged(w http.ResponseWriter, r *http.Request, body string) bool {
	tag := `"` + digest(body)[:32] + `"`
	w.Header().Set("ETag", tag)
	if !strings.Contains(r.Header.Get("If-None-Match"), tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// searchTarget is where Pinboard's addresses of searches lead.
func searchTarget(r *http.Request) (string, bool) {
	rest, ok := strings.CutPrefix(r.URL.Path, "/search")
	if !ok || rest != "" && rest[0] != '/' {
		return "", false
	}
	to := place{view: viewRecent}
	if name, isUser := strings.CutPrefix(strings.Trim(rest, "/"), "u:"); isUser && validName(name) {
		to = place{view: viewUser, user: name}
	}
	return to.path() + "?" + url.Values{"q": {r.URL.Query().Get("query")}}.Encode(), true
}

// notFound answers with a page that says what is not there.
func (s *Server) notFound(w http.ResponseWriter, sentence string) {
	s.write(w, http.StatusNotFound, "missing.html", map[string]string{"Title": "Not found", "Sentence": sentence})
}

// refuseTags answers that an address names too many tags, and leads to the page
// of the first of them.
func (s *Server) refuseTags(w http.ResponseWriter, p place) {
	s.write(w, http.StatusNotFound, "missing.html", map[string]any{"Title": "Too many tags",
		"Sentence": "An address may name ten tags, and this one names more. Leave some of them out.",
		"Next":     term{"Show what has the first ten", place{view: p.view, user: p.user, tags: p.tags}.path()}})
}

// write makes a page whole before the first byte of it goes out.
func (s *Server) write(w http.ResponseWriter, status int, name string, data any) {
	body, err := s.render(name, data)
	if err != nil {
		s.failed(w, err)
		return
	}
	htmlHeader(w)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func htmlHeader(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", pagePolicy)
	if w.Header().Get("Cache-Control") == "" { // a person's own pages are not kept at all
		w.Header().Set("Cache-Control", "no-cache") // what is made private is gone at once
	}
}

func (s *Server) render(name string, data any) (string, error) {
	var b strings.Builder
	err := s.site.pages.ExecuteTemplate(&b, name, data)
	return b.String(), err
}
