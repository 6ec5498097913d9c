package bench

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"pinfold/internal/tongue"
)

// A Doc is a bookmark in Pinboard's words, as benchmarks pass it around.
type Doc struct {
	Href        string `json:"href"`
	Description string `json:"description"`
	Extended    string `json:"extended"`
	Tags        string `json:"tags"`
	Time        string `json:"time"`
	Shared      string `json:"shared"`
	ToRead      string `json:"toread"`
}

// A Corpus is the bookmarks of one run.
type Corpus struct {
	Name string
	Docs []Doc `json:"-"`
}

// corpora are the generated bookmarks and, if there is a file, real ones.
func corpora(o Options) ([]Corpus, error) {
	list := []Corpus{{"synthetic", generate(rand.New(rand.NewPCG(1, 2)), o.Size)}}
	if o.Links == "" {
		return list, nil
	}
	docs, err := readDocs(o.Links, o.Size)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", o.Links, err)
	}
	return append(list, Corpus{"real", docs}), nil
}

func readDocs(name string, most int) ([]Doc, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var in io.Reader = bufio.NewReader(f)
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, err
		}
	}
	var docs []Doc
	for d := json.NewDecoder(in); len(docs) < most; {
		var doc Doc
		if err := d.Decode(&doc); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	return docs, nil
}

// generate makes bookmarks: titles of three to nine words, descriptions of up
// to twenty-four, up to five tags, newest first.
func generate(r *rand.Rand, n int) []Doc {
	t, tags := tongue.New(r, 20_000+n/2), tongue.New(r, 3000)
	newest := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	docs := make([]Doc, n)
	for i := range docs {
		host := t.Words[r.IntN(n/5+1)%len(t.Words)]
		docs[i] = Doc{
			Href:        fmt.Sprintf("https://%s.example/%s?n=%d", host, strings.ReplaceAll(t.Phrase(1+r.IntN(3)), " ", "/"), i),
			Description: t.Phrase(3 + r.IntN(7)), Extended: t.Phrase(r.IntN(25)), Tags: tags.Phrase(r.IntN(6)),
			Time: newest.Add(-time.Duration(i) * time.Hour).Format(time.RFC3339), Shared: "no", ToRead: "no",
		}
	}
	return docs
}
