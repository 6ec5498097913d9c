// Package browsertree reads the trees of bookmarks that browsers keep and back
// up in JSON: Firefox' backup, Chrome's file Bookmarks, and what the API for
// extensions answers. Folders become Folders; the browsers' own root folders
// give none. It must never judge an address.
//
// What it leaves: keywords, separators, icons, visits, the order of a folder.
// A folder's name may stand behind what is in it, so the tree is held whole.
package browsertree

import (
	"encoding/json"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"pinfold/core"
	"pinfold/core/filetime"
	"pinfold/core/netscape"
)

// Bounds of a tree: bytes of the file, elements of its arrays, and how deep
// folders are told apart.
const (
	maxBytes    = 192 << 20
	maxElements = 4_000_000 // of arrays: a bookmark is one, and has one at most, its description
	maxDepth    = 1000
)

// A node is a folder or a bookmark, in either browser's words.
type node struct {
	Title, Name string
	URI, URL    string
	Root        string          // Firefox: the role of a root folder
	TypeCode    int             // Firefox: 3 is a separator
	Type        string          // the API: "separator", which in Firefox has the address "data:"
	ID          json.RawMessage // a string in Chrome
	Tags        string          // Firefox: with commas
	Annos       []annotation
	DateAdded   json.RawMessage // Firefox: microseconds; the API: milliseconds
	DateAdded2  json.RawMessage `json:"date_added"` // Chrome: microseconds since 1601
	Children    []node
}

// An annotation is how old Firefox kept a description.
type annotation struct{ Name, Value any }

// A file is a whole tree: Chrome has its roots by name.
type file struct {
	node
	Roots map[string]json.RawMessage
}

// Read yields the bookmarks of a tree, in its order.
func Read(r io.Reader, now time.Time) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		roots, err := parse(r)
		if err != nil {
			yield(core.Entry{}, err)
			return
		}
		w := &walk{now: now, yield: yield}
		for i := range roots {
			if !w.node(&roots[i], nil, 0, true) {
				return
			}
		}
	}
}

// parse reads the file whole.
func parse(r io.Reader) ([]node, error) {
	limited := &io.LimitedReader{R: r, N: maxBytes + 1}
	counted := &counter{r: limited}
	d := json.NewDecoder(counted)
	var f file
	err := d.Decode(&f)
	if counted.elements > maxElements {
		return nil, broken("it has more than two million bookmarks. Export them as HTML, in parts, instead", nil)
	}
	if limited.N <= 0 {
		return nil, broken("it is larger than 192 MB. Export the bookmarks as HTML instead", nil)
	}
	var typed *json.UnmarshalTypeError // a field of another type is left out, and nothing else
	if err != nil && !errors.As(err, &typed) {
		return nil, broken(place(d, err), err)
	}
	if f.Roots == nil {
		return []node{f.node}, nil
	}
	return rootsOf(f.Roots, true), nil
}

// rootsOf are the roots that all browsers of Chrome's kind have, then those of
// one alone: Opera has some within a root. What is in a trash was deleted.
func rootsOf(named map[string]json.RawMessage, outermost bool) (roots []node) {
	keys := []string{"bookmark_bar", "other", "synced", "mobile"} // a map has no order
	for _, key := range slices.Sorted(maps.Keys(named)) {
		if key != "trash" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for _, key := range keys {
		var n node
		var typed *json.UnmarshalTypeError
		if err := json.Unmarshal(named[key], &n); err != nil && !errors.As(err, &typed) {
			continue
		}
		var within map[string]json.RawMessage
		if n.Children == nil && outermost && json.Unmarshal(named[key], &within) == nil {
			roots = append(roots, rootsOf(within, false)...)
			continue
		}
		roots = append(roots, n)
	}
	return roots
}

// A counter counts the elements of arrays, whatever they are: each becomes a
// node, which takes far more memory than the shortest takes in the file. It ends
// the file where there are too many.
type counter struct {
	r        io.Reader
	elements int
	open     []byte // the brackets around what comes next
	quoted   bool   // it is in a string,
	escaped  bool   // behind a backslash
}

// Read implements io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for _, b := range p[:n] {
		c.count(b)
	}
	if c.elements > maxElements {
		return 0, io.EOF
	}
	return n, err
}

func (c *counter) count(b byte) {
	switch {
	case c.escaped:
		c.escaped = false
	case c.quoted:
		c.escaped, c.quoted = b == '\\', b != '"'
	case b == '"':
		c.quoted = true
	case b == '[' || b == '{':
		c.open = append(c.open, b)
		if b == '[' {
			c.elements++
		}
	case (b == ']' || b == '}') && len(c.open) > 0:
		c.open = c.open[:len(c.open)-1]
	case b == ',' && len(c.open) > 0 && c.open[len(c.open)-1] == '[':
		c.elements++
	}
}

// place says where JSON is broken.
func place(d *json.Decoder, err error) string {
	var wrong *json.SyntaxError
	if errors.As(err, &wrong) {
		return "at byte " + strconv.FormatInt(wrong.Offset, 10) + " it is not whole JSON"
	}
	return "it ends too early, behind byte " + strconv.FormatInt(d.InputOffset(), 10)
}

func broken(what string, err error) error {
	return &core.Error{Code: core.Invalid, Message: "This file is not a browser’s backup of bookmarks: " + what + ". Nothing was changed. Export it again, then try that file.", Err: err}
}

type walk struct {
	now    time.Time
	yield  func(core.Entry, error) bool
	number int
}

// node yields what is in a node; false when nobody wants more. The roots and
// what hangs directly below Firefox' own root give no tag.
func (w *walk) node(n *node, folders []string, depth int, root bool) bool {
	if n.Type == "separator" {
		return true
	}
	if n.Children == nil && (n.URI != "" || n.URL != "") {
		return w.yield(w.entry(n, folders), nil)
	}
	if !root && !n.isRoot(len(folders) > 0) && depth < maxDepth {
		folders = append(folders[:len(folders):len(folders)], n.name())
	}
	for i := range n.Children {
		if !w.node(&n.Children[i], folders, depth+1, n.Root == "placesRoot") {
			return false
		}
	}
	return true
}

func (n *node) name() string {
	if n.Title != "" {
		return n.Title
	}
	return n.Name
}

// isRoot says that a folder gives no tag; within, that one which does is around it.
func (n *node) isRoot(within bool) bool {
	return n.Root != "" || n.name() == "" || netscape.IsRoot(n.name(), within)
}

func (w *walk) entry(n *node, folders []string) core.Entry {
	w.number++
	e := core.Entry{URL: n.URI, Title: n.name(), Folders: folders, Number: w.number}
	if e.URL == "" {
		e.URL = n.URL
	}
	if n.Tags != "" {
		e.Tags = strings.Split(n.Tags, ",")
	}
	for _, a := range n.Annos {
		if text, ok := a.Value.(string); ok && a.Name == "bookmarkProperties/description" {
			e.Description = text
		}
	}
	if t, ok := n.created(w.now); ok {
		e.Created = t
	}
	e.Source, _ = json.Marshal(map[string]string{"title": e.Title, "url": e.URL})
	return e
}

// since1601 is what Chrome's clock shows at the Unix epoch, in microseconds.
const since1601 = 11_644_473_600_000_000

func (n *node) created(now time.Time) (time.Time, bool) {
	if len(n.DateAdded2) > 0 {
		micros, err := strconv.ParseInt(strings.Trim(string(n.DateAdded2), `"`), 10, 64)
		if err != nil || micros <= since1601 {
			return time.Time{}, false
		}
		return filetime.FromNumber(micros-since1601, now)
	}
	number, _, _ := strings.Cut(strings.Trim(string(n.DateAdded), `"`), ".") // the API's are no integers
	return filetime.Parse(number, now)
}
