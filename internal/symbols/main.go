// Command symbols learns which short strings are frequent in bookmarks and
// writes them as the table of core/internal/squeeze. It reads JSON objects, a
// line each, with href, description, extended and tags, and takes every second
// one; of the others it says how much smaller they become. It must not be run
// by the build: the table is part of the format.
//
//	gunzip -c links.jsonl.gz | go run ./internal/symbols > core/internal/squeeze/table.go
//
// The method is that of FSST (Boncz, Neumann, Leis: "FSST: Fast Random Access
// String Compression", VLDB 2020): in each round the texts are encoded with the
// symbols there are; then those symbols and pairs of neighbours that spare the
// most bytes become the new ones.
package main

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"go/format"
	"os"
	"slices"
	"strings"
)

const (
	symbols = 255 // the last code is the escape
	longest = 8
	rounds  = 12
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	learn, judge, err := texts()
	if err != nil {
		return err
	}
	var t table
	for range rounds {
		t = t.better(learn)
	}
	before, after := 0, 0
	for _, s := range judge {
		before += len(s)
		after += t.cost(s)
	}
	fmt.Fprintf(os.Stderr, "%d bytes of other texts become %d: %.3f\n", before, after, float64(after)/float64(before))
	src, err := format.Source([]byte(t.source()))
	if err == nil {
		_, err = os.Stdout.Write(src)
	}
	return err
}

// texts reads the bookmarks, one for learning, one for judging, and so on.
func texts() (learn, judge []string, err error) {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	for i := 0; in.Scan(); i++ {
		var l struct{ Href, Description, Extended, Tags string }
		if err := json.Unmarshal(in.Bytes(), &l); err != nil {
			return nil, nil, err
		}
		s := l.Href + l.Extended + l.Description + strings.ReplaceAll(l.Tags, " ", "")
		if i%2 == 0 {
			learn = append(learn, s)
		} else {
			judge = append(judge, s)
		}
	}
	return learn, judge, in.Err()
}

// A table is the symbols by their first byte, longer ones first.
type table [256][]string

// match returns the symbol that s begins with, or its first byte and false.
func (t *table) match(s string) (string, bool) {
	for _, symbol := range t[s[0]] {
		if strings.HasPrefix(s, symbol) {
			return symbol, true
		}
	}
	return s[:1], false
}

// cost returns how many bytes s becomes.
func (t *table) cost(s string) (n int) {
	for len(s) > 0 {
		symbol, known := t.match(s)
		if n++; !known {
			n++
		}
		s = s[len(symbol):]
	}
	return n
}

// better returns the symbols that would have spared the most.
func (t *table) better(texts []string) (next table) {
	count := make(map[string]int)
	for _, s := range texts {
		last := ""
		for len(s) > 0 {
			symbol, _ := t.match(s)
			count[symbol]++
			if len(symbol) > 1 {
				count[symbol[:1]]++
			}
			if last != "" && len(last)+len(symbol) <= longest {
				count[last+symbol]++
			}
			last = symbol
			s = s[len(symbol):]
		}
	}
	type candidate struct {
		symbol string
		spared int
	}
	var all []candidate
	for symbol, n := range count {
		c := candidate{symbol, n * len(symbol)}
		if len(symbol) == 1 {
			c.spared *= 2 // without it, it would be an escape
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.spared, a.spared), strings.Compare(a.symbol, b.symbol))
	})
	for _, c := range all[:min(symbols, len(all))] {
		next[c.symbol[0]] = append(next[c.symbol[0]], c.symbol)
	}
	for _, list := range next {
		slices.SortFunc(list, func(a, b string) int {
			return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b))
		})
	}
	return next
}

// source is the table as Go.
func (t *table) source() string {
	var starts, lengths, values strings.Builder
	n := 0
	for _, list := range t {
		fmt.Fprintf(&starts, "%d,", n)
		for _, symbol := range list {
			var b [8]byte
			copy(b[:], symbol)
			fmt.Fprintf(&lengths, "%d,", len(symbol))
			fmt.Fprintf(&values, "%#x, // %q\n", binary.LittleEndian.Uint64(b[:]), symbol)
			n++
		}
	}
	fmt.Fprintf(&starts, "%d,", n)
	return "package squeeze\n\n// Written by internal/symbols. It is part of the format and never changes.\n\n" +
		"// starts says which code is the first whose symbol begins with a byte.\nvar starts = [257]uint8{" + starts.String() + "}\n\n" +
		"// lengths are those of the symbols, in bytes.\nvar lengths = [256]uint8{" + lengths.String() + "}\n\n" +
		"// values are the symbols, little-endian, filled up with zeros.\nvar values = [256]uint64{\n" + values.String() + "}\n"
}
