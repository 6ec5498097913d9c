package server_test

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"iter"
	"time"

	"pinfold/core"
)

// many yields n bookmarks of one moment.
func many(n int) iter.Seq2[core.Bookmark, error] {
	return func(yield func(core.Bookmark, error) bool) {
		for i := range n {
			b := core.Bookmark{URL: fmt.Sprintf("https://example.com/%d", i), Title: fmt.Sprint("Page ", i), Created: time.Unix(1e9, 0)}
			if i%2 == 0 {
				b.Tags = []string{"even", fmt.Sprintf("t%d", i%100)}
			}
			if !yield(b, nil) {
				return
			}
		}
	}
}

// hash is Pinboard's name of an address.
func hash(url string) string {
	sum := md5.Sum([]byte(url))
	return hex.EncodeToString(sum[:])
}
