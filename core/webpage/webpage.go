// Package webpage writes bookmarks as one page to read, print or put on the
// web: months in the margin, quotations, tags. It needs no script and loads
// nothing. It must never let a text of a bookmark be mark-up.
//
// What it cannot hold: flags, milliseconds, the trash; it is not read back.
package webpage

import (
	"bufio"
	"html"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"pinfold/core"
)

// Write writes the page, in the order in which the bookmarks come.
func Write(w io.Writer, bookmarks iter.Seq2[core.Bookmark, error]) error {
	out := bufio.NewWriterSize(w, 64<<10)
	out.WriteString(head)
	month := ""
	for b, err := range bookmarks {
		if err != nil {
			return err
		}
		if m := strings.ToLower(b.Created.UTC().Format("January 2006")); m != month {
			month = m
			out.WriteString("<h2>" + m + "</h2>\n")
		}
		article(out, &b)
		if _, err := out.Write(nil); err != nil { // nobody takes any more
			return err
		}
	}
	out.WriteString("</main></body></html>\n")
	return out.Flush()
}

func article(out *bufio.Writer, b *core.Bookmark) {
	out.WriteString(`<article><h3><a href="` + html.EscapeString(b.URL) + `" rel="noopener noreferrer"><bdi>` + html.EscapeString(b.Title) + "</bdi></a></h3>\n")
	describe(out, b.Description)
	out.WriteString("<p class=meta>")
	for _, tag := range b.Tags {
		out.WriteString("<bdi>" + html.EscapeString(tag) + "</bdi> ")
	}
	t := b.Created.UTC()
	out.WriteString(`<time datetime="` + t.Format(time.RFC3339) + `">` + strconv.Itoa(t.Day()) + " " + strings.ToLower(t.Format("Jan")) + "</time></p></article>\n")
}

// describe writes paragraphs; lines that begin with > are quotations.
func describe(out *bufio.Writer, text string) {
	quoted, open := false, false
	end := func() {
		if open {
			out.WriteString(map[bool]string{true: "</blockquote>\n", false: "</p>\n"}[quoted])
		}
		open = false
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		rest, isQuote := strings.CutPrefix(line, ">")
		if strings.TrimSpace(line) == "" {
			end()
			continue
		}
		if open && isQuote == quoted {
			out.WriteString("<br>")
		} else {
			end()
			quoted, open = isQuote, true
			out.WriteString(map[bool]string{true: "<blockquote>", false: "<p>"}[quoted])
		}
		out.WriteString(html.EscapeString(strings.TrimPrefix(rest, " ")))
	}
	end()
}

const head = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Bookmarks</title>
<style>
:root { color-scheme: light dark; --ink: #1c1b19; --ink-2: #5b564d; --paper: #fffdf8; --rule: #d9d4c9; --accent: #8a3b12; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e4dc; --ink-2: #a8a297; --paper: #1a1917; --rule: #3a3733; --accent: #e6976b; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h2 { font-size: .85rem; font-weight: 400; color: var(--ink-2); border-top: 1px solid var(--rule); margin: 2rem 0 .5rem; padding-top: .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 0; }
a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
p { margin: .3rem 0; } blockquote { margin: .3rem 0; padding-left: .8rem; border-left: 2px solid var(--rule); }
.meta { font-size: .85rem; color: var(--ink-2); } .meta bdi { color: var(--accent); margin-right: .5rem; }
time { float: right; }
</style></head><body><main>
`
