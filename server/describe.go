package server

import (
	"regexp"
	"strings"
)

// A part of a description is a paragraph or a quotation. It is drawn as the
// extension draws it: balanced <blockquote> pairs and lines that begin with
// "> " are quotations, bare http(s) addresses are links, all else is text.
type part struct {
	Spans []span // of a paragraph
	Quote []part // of a quotation
}

// A span is text, or a link if it has an address.
type span struct {
	Text string
	URL  string
}

const deepest = 5 // quotations within quotations; what is deeper stays text

var (
	quoteTag  = regexp.MustCompile(`(?i)</?blockquote>`)
	emptyLine = regexp.MustCompile(`\n[ \t\r]*\n`)
	address   = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"“”«»]+`)
)

// describe cuts a text into its parts.
func describe(text string) []part { return partsOf(text, 0) }

func partsOf(text string, depth int) []part {
	if depth >= deepest {
		return paragraphs(text)
	}
	var parts []part
	from := 0
	for _, q := range outermost(text) {
		parts = append(parts, lines(text[from:q.start], depth)...)
		parts = append(parts, part{Quote: partsOf(text[q.inner:q.innerEnd], depth+1)})
		from = q.end
	}
	return append(parts, lines(text[from:], depth)...)
}

type quotePair struct{ start, inner, innerEnd, end int }

// outermost finds the outermost balanced pairs, in order. A tag without its
// partner is text.
func outermost(text string) []quotePair {
	var open, pairs []quotePair
	for _, at := range quoteTag.FindAllStringIndex(text, -1) {
		if text[at[0]+1] != '/' {
			open = append(open, quotePair{start: at[0], inner: at[1]})
			continue
		}
		if len(open) == 0 {
			continue
		}
		pair := open[len(open)-1]
		open = open[:len(open)-1]
		pair.innerEnd, pair.end = at[0], at[1]
		for len(pairs) > 0 && pairs[len(pairs)-1].start > pair.start {
			pairs = pairs[:len(pairs)-1]
		}
		pairs = append(pairs, pair)
	}
	return pairs
}

// lines are quoted lines and what stands between them.
func lines(text string, depth int) []part {
	var parts []part
	var run []string
	quoting := false
	end := func() {
		switch whole := strings.Join(run, "\n"); {
		case len(run) == 0:
		case quoting:
			parts = append(parts, part{Quote: partsOf(whole, depth+1)})
		default:
			parts = append(parts, paragraphs(whole)...)
		}
		run = nil
	}
	for _, line := range strings.Split(text, "\n") {
		rest, quoted := strings.CutPrefix(line, ">")
		quoted = quoted && (rest == "" || rest[0] == ' ')
		if quoted != quoting {
			end()
		}
		quoting = quoted
		if quoted {
			line = strings.TrimPrefix(rest, " ")
		}
		run = append(run, line)
	}
	end()
	return parts
}

// paragraphs are what empty lines part.
func paragraphs(text string) []part {
	var parts []part
	for _, p := range emptyLine.Split(text, -1) {
		if p = strings.TrimRight(strings.TrimLeft(p, "\n"), " \t\r\n"); p != "" {
			parts = append(parts, part{Spans: linked(p)})
		}
	}
	return parts
}

// linked is text with its addresses as links.
func linked(text string) []span {
	var spans []span
	from := 0
	for _, at := range address.FindAllStringIndex(text, -1) {
		url := text[at[0]:trimmedEnd(text, at[0], at[1])]
		if safeURL(url) == "" {
			continue
		}
		spans = append(spans, span{Text: text[from:at[0]]}, span{Text: visibleURL(url), URL: url})
		from = at[0] + len(url)
	}
	return append(spans, span{Text: text[from:]})
}

// trimmedEnd is where an address ends: not with the sentence around it.
func trimmedEnd(text string, start, end int) int {
	opens := strings.Contains(text[start:end], "(")
	for end > start {
		r := text[:end]
		switch {
		case strings.HasSuffix(r, "’"):
			end -= len("’")
		case strings.ContainsRune(`.,;:!?']}*_`, rune(r[end-1])), r[end-1] == ')' && !opens:
			end--
		default:
			return end
		}
	}
	return end
}
