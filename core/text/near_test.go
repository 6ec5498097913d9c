package text

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNearCountsASlipOfTheFingerAsOneEdit(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		edits int
	}{
		{"wasm", "wasm", 0}, {"wasm", "wsam", 1}, {"wasm", "wasmm", 1}, {"wasm", "was", 1}, {"wasm", "wxsm", 1}, {"wasm", "wmsa", 2},
		{"postgres", "postgers", 1}, {"postgres", "psotgers", 2}, {"kubernetes", "kubernets", 1}, {"kubernetes", "cubernets", 2},
		{"größe", "grösse", 2}, {"猫友", "友猫", 1}, {"ab", "ba", 1}, {"ca", "abc", 3}, {"", "ab", 2},
	} {
		for limit := range 4 {
			require.Equal(t, c.edits <= limit, Near(c.a, c.b, limit), "%s %s %d", c.a, c.b, limit)
			require.Equal(t, c.edits <= limit, Near(c.b, c.a, limit), "%s %s %d", c.b, c.a, limit)
		}
	}
}

func TestShortWordsHaveNoNeighbours(t *testing.T) {
	for word, want := range map[string]int{"": 0, "go": 0, "git": 0, "größ": 1, "rust": 1, "typings": 1, "database": 2, "日本語学": 1} {
		require.Equal(t, want, NearLimit(word), word)
	}
}

// distance is the definition: optimal string alignment with the whole table.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	d := make([][]int, len(x)+1)
	for i := range d {
		d[i] = make([]int, len(y)+1)
		for j := range d[i] {
			switch {
			case i == 0:
				d[i][j] = j
			case j == 0:
				d[i][j] = i
			default:
				d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+1)
				if x[i-1] == y[j-1] {
					d[i][j] = min(d[i][j], d[i-1][j-1])
				}
				if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
					d[i][j] = min(d[i][j], d[i-2][j-2]+1)
				}
			}
		}
	}
	return d[len(x)][len(y)]
}

func FuzzNear(f *testing.F) {
	f.Add("kitten", "sitting", 3)
	f.Add("ab", "ba", 1)
	f.Add("abcd", "badc", 2)
	f.Add("日本", "本日", 1)
	f.Fuzz(func(t *testing.T, a, b string, limit int) {
		if len(a)*len(b) > 4096 || limit < 0 || limit > 10 {
			return
		}
		require.Equal(t, a == b || (limit > 0 && distance(a, b) <= limit), Near(a, b, limit))
		require.Equal(t, Near(a, b, limit), Near(b, a, limit))
	})
}
