// Package tongue makes words for benchmarks: the same ones from the same
// source of chance. It must never be linked into the extension or the native
// program.
package tongue

import (
	"math"
	"math/rand/v2"
	"strings"
)

// A Tongue is a language of made words, the frequent ones short.
type Tongue struct {
	Words []string // the most frequent first
	r     *rand.Rand
}

// New returns a tongue of n words.
func New(r *rand.Rand, n int) *Tongue {
	const consonants, vowels = "bcdfghjklmnprstvwz", "aeiou"
	t := &Tongue{r: r}
	seen := make(map[string]bool)
	for len(t.Words) < n {
		var b []byte
		for range 1 + r.IntN(2) + int(math.Log10(float64(len(t.Words)+1)))/2 {
			b = append(b, consonants[r.IntN(len(consonants))], vowels[r.IntN(len(vowels))])
			if r.IntN(2) == 0 {
				b = append(b, consonants[r.IntN(len(consonants))])
			}
		}
		if w := string(b); !seen[w] {
			seen[w] = true
			t.Words = append(t.Words, w)
		}
	}
	return t
}

// Word draws a word, the n-th about 1/n as often as the first (Zipf).
func (t *Tongue) Word() string {
	return t.Words[int(math.Pow(float64(len(t.Words)), t.r.Float64()))-1]
}

// Phrase draws n words.
func (t *Tongue) Phrase(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = t.Word()
	}
	return strings.Join(words, " ")
}
