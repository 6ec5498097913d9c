package format

import (
	"bytes"
	"strings"

	"pinfold/core/backup"
	"pinfold/core/csvfile"
	"pinfold/core/linklist"
)

// known is the end of what is said of a file that is none of these.
const known = "Pinfold reads the exports of browsers, of Pinboard, Delicious, Pocket, Instapaper, Raindrop and other services, tables with a header, and lists of links."

const page = "This is a web page, not a file of bookmarks. Export your bookmarks as HTML, then choose that file."

// detect recognises a format by the beginning of its text, and the service
// whose list in JSON it is.
func detect(head []byte) (name Name, service string, err error) {
	s := strings.TrimLeft(string(head), " \t\r\n\ufeff")
	lower := strings.ToLower(s)
	switch {
	case s == "":
		return "", "", refuse("This file is empty. Choose another one.")
	case backup.Is([]byte(s)):
		return Backup, "", nil
	case s[0] == '[' && isJSON(s), s[0] == '{':
		return detectJSON(s)
	case s[0] != '<' && isText(s): // whatever mark-up stands in it
		return detectText(s)
	case isArticle(lower):
		return "", "", refuse(page)
	case strings.Contains(lower, "<!doctype netscape-bookmark-file"), looksNetscape(lower):
		return Netscape, "", nil
	case strings.Contains(lower, "<title>pocket export"), strings.Contains(lower, "<title>instapaper: export"):
		return Sections, "", nil
	case isXML(lower):
		return detectXML(lower)
	case strings.Contains(lower, "<html"), strings.Contains(lower, "<!doctype html"):
		return "", "", refuse(page)
	case bytes.IndexByte(head, 0) >= 0 || strings.HasPrefix(s, "\ufffdPNG"):
		return "", "", refuse("This is not a text file. " + known)
	}
	return detectText(s)
}

// isJSON tells a list in JSON from a link in Markdown.
func isJSON(s string) bool {
	rest := strings.TrimLeft(s[1:], " \t\r\n")
	return rest == "" || strings.ContainsRune(`{]["-0123456789tfn`, rune(rest[0])) && !linklist.Looks(s)
}

// detectJSON tells the objects of services by their fields.
func detectJSON(s string) (Name, string, error) {
	has := func(keys ...string) bool {
		for _, key := range keys {
			if !hasKey(s, key) {
				return false
			}
		}
		return true
	}
	switch {
	case has("roots"), strings.Contains(s, `"text/x-moz-place-container"`), has("guid", "typeCode"), s[0] == '{' && has("root", "children"):
		return BrowserTree, "", nil
	case s[0] == '[' && (has("href") || has("extended") || has("toread")):
		return PinboardJSON, "", nil
	case has("tag_names"):
		return ServiceJSON, "linkding", nil
	case has("savedAt", "labels"):
		return ServiceJSON, "Omnivore", nil
	case has("is_archived"):
		return ServiceJSON, "wallabag", nil
	case has("createdAt", "content"):
		return ServiceJSON, "Karakeep", nil
	case has("collections"):
		return ServiceJSON, "Linkwarden", nil
	case has("shorturl"):
		return ServiceJSON, "Shaarli", nil
	case has("others", "owner"):
		return ServiceJSON, "Delicious", nil
	case has("url"), has("link"), has("uri"), has("source_url"):
		return ServiceJSON, "", nil
	case s[0] == '[':
		return PinboardJSON, "", nil // which says what is wrong, and where
	}
	return "", "", refuse("This JSON file is not a list of bookmarks. " + known)
}

// hasKey says that a field of that name stands in JSON. A colon tells it from a
// text, such as a tag: a mark inside a text has a backslash.
func hasKey(s, key string) bool {
	for ok := true; ok; {
		if _, s, ok = strings.Cut(s, `"`+key+`"`); ok && strings.HasPrefix(strings.TrimLeft(s, " \t\r\n"), ":") {
			return true
		}
	}
	return false
}

func isXML(lower string) bool {
	return strings.HasPrefix(lower, "<?xml") || strings.HasPrefix(lower, "<rss") || strings.HasPrefix(lower, "<feed") || strings.HasPrefix(lower, "<posts")
}

func detectXML(lower string) (Name, string, error) {
	if strings.Contains(lower, "<posts") {
		return PinboardXML, "", nil
	}
	return "", "", refuse("This XML file is not a list of posts as Pinboard and Delicious export it. Export your bookmarks as JSON or HTML.")
}

// isText says that detectText knows it.
func isText(s string) bool { return csvfile.Columns(firstLine(s)) || linklist.Looks(s) }

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// detectText tells tables and lists of links from other texts.
func detectText(s string) (Name, string, error) {
	line := firstLine(s)
	switch {
	case csvfile.Columns(line) && csvfile.Passwords(line):
		return "", "", refuse("This is a table of passwords, not of bookmarks. Nothing was taken from it. Export your bookmarks as HTML, then choose that file.")
	case csvfile.Columns(line): // before the lists: its lines may begin with addresses
		return CSV, "", nil
	case linklist.Looks(s):
		return Links, "", nil
	case strings.ContainsAny(line, ",;\t"):
		return "", "", refuse("If this is a table, none of its columns is named url. Name the columns in its first line. " + known)
	}
	return "", "", refuse("Pinfold does not recognise this file. " + known)
}

// isArticle says that a text begins as a part of a page does that a service has
// kept, whatever lists stand in it; no file of bookmarks begins so.
func isArticle(lower string) bool {
	for _, begins := range [...]string{"<div", "<article", "<section", "<main"} {
		if strings.HasPrefix(lower, begins) {
			return true
		}
	}
	return false
}

// looksNetscape recognises bookmark files that lack the first line.
func looksNetscape(lower string) bool {
	return strings.Contains(lower, "<dl") && strings.Contains(lower, "<dt") && !strings.Contains(lower, "<body") ||
		strings.Contains(lower, "<dt><a href") || strings.Contains(lower, "<h1>bookmarks")
}
