package query

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func word(s string) Node   { return Word{Text: s} }
func phrase(s string) Node { return Phrase{Text: s} }
func tag(s string) Node    { return Tag{Text: s} }
func and(n ...Node) Node   { return And{Of: n} }
func or(n ...Node) Node    { return Or{Of: n} }
func not(n Node) Node      { return Not{Of: n} }

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in    string
		want  Node
		print string // "" when it prints as typed
	}{
		{"", All{}, ""},
		{"   ", All{}, "-"},
		{"local first", and(word("local"), word("first")), ""},
		{`"local first"`, phrase("local first"), ""},
		{"“local first”", phrase("local first"), `"local first"`},
		{"„local first“", phrase("local first"), `"local first"`},
		{"«local first»", phrase("local first"), `"local first"`},
		{`"open end`, phrase("open end"), `"open end"`},
		{"wasm*", Word{Text: "wasm", Prefix: true}, ""},
		{"wsam~", Word{Text: "wsam", Near: true}, ""},
		{"#go", tag("go"), ""},
		{"tag:go", tag("go"), "#go"},
		{`tag:"c#"`, tag("c#"), "#c#"},
		{`tag:"a*"`, tag("a*"), `tag:"a*"`},
		{"#data-*", Tag{Text: "data-", Prefix: true}, ""},
		{"title:go", Word{Text: "go", Field: Title}, ""},
		{`description:"a b"`, Phrase{Text: "a b", Field: Description}, ""},
		{"url:example", Word{Text: "example", Field: URL}, ""},
		{"text:x", Word{Text: "x", Field: Text}, ""},
		{"site:Go.dev", Site{Host: "go.dev"}, "site:go.dev"},
		{"site:https://www.go.dev/x", Site{Host: "go.dev"}, "site:go.dev"},
		{"is:unread", State{"unread"}, ""},
		{"is:toread", State{"unread"}, "is:unread"},
		{"!unread", State{"unread"}, "is:unread"},
		{"!untagged", State{"untagged"}, "is:untagged"},
		{"!important", word("!important"), ""},
		{"!private", word("!private"), ""},
		{"!read", word("!read"), ""},
		{"site:localhost:8080", Site{Host: "localhost"}, "site:localhost"},
		{"site:[::1]", Site{Host: "[::1]"}, ""},
		{"on:2016-02-30", phrase("on:2016-02-30"), `"on:2016-02-30"`},
		{"on:2016-02-29", Dates{"on", "2016-02-29", Day{2016, 2, 29}, Day{2016, 2, 30}}, ""},
		{"after:2015-02-29", phrase("after:2015-02-29"), `"after:2015-02-29"`},
		{"example.org:8080/path", Address{"example.org:8080/path"}, ""},
		{"is:nothing", phrase("is:nothing"), `"is:nothing"`},
		{"before:2017", Dates{"before", "2017", Day{2017, 1, 1}, Day{2018, 1, 1}}, ""},
		{"after:2016-11", Dates{"after", "2016-11", Day{2016, 11, 1}, Day{2016, 12, 1}}, ""},
		{"on:2016-11-5", Dates{"on", "2016-11-05", Day{2016, 11, 5}, Day{2016, 11, 6}}, "on:2016-11-05"},
		{"on:2016-13", phrase("on:2016-13"), `"on:2016-13"`},
		{"age:<2w", Age{N: 2, Unit: 'w'}, ""},
		{"age:>1y", Age{Older: true, N: 1, Unit: 'y'}, ""},
		{"a OR b", or(word("a"), word("b")), ""},
		{"a | b", or(word("a"), word("b")), "a OR b"},
		{"a b OR c", or(and(word("a"), word("b")), word("c")), ""},
		{"a (b OR c)", and(word("a"), or(word("b"), word("c"))), ""},
		{"a AND b", and(word("a"), word("b")), "a b"},
		{"or and not", and(word("or"), word("and"), word("not")), ""},
		{"a OR", and(word("a"), phrase("OR")), `a "OR"`},
		{"OR a", and(phrase("OR"), word("a")), `"OR" a`},
		{"NOT", phrase("NOT"), `"NOT"`},
		{"-a", not(word("a")), ""},
		{"NOT a", not(word("a")), "-a"},
		{"NOT NOT a", word("a"), "a"},
		{"-#go", not(tag("go")), ""},
		{"-is:unread", not(State{"unread"}), ""},
		{`-"a b"`, not(phrase("a b")), ""},
		{"-(a b)", not(and(word("a"), word("b"))), ""},
		{"NOT (a OR b) c", and(not(or(word("a"), word("b"))), word("c")), "-(a OR b) c"},
		{"kill -9", and(word("kill"), word("-9")), ""},
		{"2015-10-08", word("2015-10-08"), ""},
		{"git push --force", and(word("git"), word("push"), word("--force")), ""},
		{"rm -rf", and(word("rm"), not(word("rf"))), ""},
		{"via:jm", Pair{"via", "jm"}, ""},
		{"Stripe: help", and(word("Stripe:"), word("help")), ""},
		{"c# c++ .net don't foo#bar", and(word("c#"), word("c++"), word(".net"), word("don't"), word("foo#bar")), ""},
		{"#", word("#"), ""},
		{"https://example.org/a?b=c", Address{"https://example.org/a?b=c"}, ""},
		{"example.org/path", Address{"example.org/path"}, ""},
		{"and/or", word("and/or"), ""},
		{"f(x) g", and(word("f(x)"), word("g")), ""},
		{"(a", phrase("(a"), `"(a"`},
		{"a)", phrase("a)"), `"a)"`},
		{"()", All{}, "-"},
		{"((a))", word("a"), "a"},
		{"(f(x) OR b)", or(word("f(x)"), word("b")), "f(x) OR b"},
		{`""`, All{}, "-"},
		{"*", All{}, "-"},
		{`5" disk`, and(word(`5"`), word("disk")), ""},
		{"日本 -語", and(word("日本"), not(word("語"))), ""},
	} {
		q := Parse(c.in)
		require.Equal(t, c.want, q.Root, "%q", c.in)
		want := c.print
		switch want {
		case "":
			want = c.in
		case "-":
			want = ""
		}
		require.Equal(t, want, q.String(), "%q", c.in)
		require.Equal(t, c.want, Parse(q.String()).Root, "%q printed", c.in)
	}
}

func TestSortIsTakenOutAndPrintedLast(t *testing.T) {
	q := Parse("sort:old a OR b")
	require.Equal(t, "old", q.Sort)
	require.Equal(t, or(word("a"), word("b")), q.Root)
	require.Equal(t, "(a OR b) sort:old", q.String())
	require.Equal(t, q.Root, Parse(q.String()).Root)
	require.NotEmpty(t, Parse("sort:size").Hints)
}

func TestANegatedWordOffersItsLiteral(t *testing.T) {
	q := Parse("rm -rf now")
	require.Equal(t, []Negation{{Text: "rf", Literal: `rm "-rf" now`}}, q.Negations)
	require.Empty(t, Parse("rm -#rf -title:x").Negations)
}

func TestOpenSaysThatAWordMayBeUnfinished(t *testing.T) {
	for in, want := range map[string]bool{"dat": true, "dat ": false, `"dat`: false, "#da": true, "a OR b": true, "dat*": false, "": false, "c++": false, "検": true, "dat sort:new": false} {
		require.Equal(t, want, Parse(in).Open, "%q", in)
	}
}

func TestLongAndDeepQueriesAreCut(t *testing.T) {
	q := Parse(strings.Repeat("a ", 5000))
	require.NotEmpty(t, q.Hints)
	for _, s := range []string{strings.Repeat("(", 2000) + "a" + strings.Repeat(")", 2000), strings.Repeat("NOT ", 1000) + "a", strings.Repeat("-(", 1000) + "a" + strings.Repeat(")", 1000)} {
		require.Equal(t, Parse(s).String(), Parse(Parse(s).String()).String())
	}
}

func TestAPairWithAStrayParenthesisIsWords(t *testing.T) {
	q := Parse("a:) OR b").With(Tag{Text: "t"})
	require.Equal(t, q.Root, Parse(q.String()).Root)
}

func FuzzPrintedQueryMeansTheSame(f *testing.F) {
	for _, s := range []string{"a (b OR -c) #d", `title:"x" -"y`, "((a) b", "OR | NOT", "-(-(a))", `“a"b” tag:"*" #"x y`, "(#go", "O)R x", "a:b:c", `x:"y`, "-!unread", "NOT -9", "a OR OR b", "(a OR) b", ") OR (", "a:) OR b sort:new", `(b OR x:"y) sort:new`, `sort:ne"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q := Parse(s)
		printed := q.String()
		if len(printed) > MaxBytes {
			return
		}
		again := Parse(printed)
		require.Equal(t, q.Root, again.Root, "%q prints %q", s, printed)
		require.Equal(t, q.Sort, again.Sort)
	})
}
