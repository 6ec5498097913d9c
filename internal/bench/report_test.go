package bench

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAFigureTellsItsMiddle(t *testing.T) {
	f := Figure{5, 1, 4, 2, 3}
	require.Equal(t, 3.0, f.median())
	require.Equal(t, 5.0, f.at(0.95))
	require.Equal(t, "3.0 ms (2.0 ms–4.0 ms)", f.text())
	require.Zero(t, Figure{}.median())
}

func TestAMissedGoalIsSaid(t *testing.T) {
	pages := Pages{
		Corpus: "synthetic", Size: 100_000, Empty: Figure{100}, Popup: Figure{120}, Completion: Figure{131}, Alive: Figure{90}, Killed: Figure{300},
		Keys: map[string]Keystrokes{"a word": {Best: Figure{5.1}, All: Figure{40}}, withTotal: {Best: Figure{29}}}, Saves: Figure{26}, Import: 9000, Memory: 10e6,
	}
	r := Report{Size: 100_000, Pages: []Pages{pages}, Wasm: map[string]int64{"engine.wasm": 3_700_000, "import.wasm": 4_000_000}}
	text := r.markdown()
	require.Contains(t, text, "| popup painted and focused, host killed | ≤ empty + 20 ms | 120 ms (120 ms–120 ms) = 1.20 × | met |")
	require.Contains(t, text, "| first tag completion, host killed | ≤ empty + 30 ms | 131 ms (131 ms–131 ms) = 1.31 × | **missed** |")
	require.Contains(t, text, "| keystroke to results with records, worst kind (a word), p95 | ≤ 5 ms | 5.1 ms | **missed** |")
	require.Contains(t, text, "| exact total and 30 related tags, p95 | ≤ 30 ms | 29 ms | met |")
	require.Contains(t, text, "| save answered and found, strictly, p95 | ≤ 25 ms | 26 ms | **missed** |")
	require.Contains(t, text, "| engine.wasm | ≤ 3.2 MB | 3.70 MB | **missed** |")
	require.Contains(t, text, "| a word | 5.1 ms | 5.1 ms | 5.1 ms | 40 ms |")
}

// grown is a growth of two sizes, of which the larger costs more.
func grown() []Growth {
	point := func(size int, ms float64) Pages {
		return Pages{Size: size, Empty: Figure{30}, Killed: Figure{ms}, Alive: Figure{40}, Saves: Figure{5}, Log: 900, Meanwhile: ms, Import: float64(size) / 10, Memory: 9e6, Day: 11e6, Rested: 10e6, Disk: float64(size) * 320, Files: float64(size) * 80,
			Keys: map[string]Keystrokes{"a word": {Best: Figure{ms / 20}}, withTotal: {Best: Figure{8}}}}
	}
	return []Growth{{"synthetic", []Pages{point(10_000, 60), point(100_000, 90)}}, {"real", []Pages{point(249_435, 70)}}}
}

func TestGrowthIsHeldAgainstItsGoals(t *testing.T) {
	r := Report{Growth: grown()}
	text := r.markdown()
	require.Contains(t, text, "| synthetic | 10000 | 100000 |")
	require.Contains(t, text, "| open, host killed | 60 ms (60 ms–60 ms) | 90 ms (90 ms–90 ms) |")
	require.Contains(t, text, "- open, 100000 against 10000 bookmarks: 1.50 × (goal ≤ 1.1): **missed**.")
	require.Contains(t, text, "- 100000 bookmarks: worst keystroke (a word) 4.5 ms (goal ≤ 5.0 ms): met.")
	require.Contains(t, text, "- 249435 real bookmarks are imported in 24.9 s (goal ≤ 25 s): met.")
}

func TestTheDrawingOfTheGrowthIsSound(t *testing.T) {
	svg := draw(plots(grown()))
	d := xml.NewDecoder(strings.NewReader(svg))
	points := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "circle" {
			points++
		}
	}
	require.Equal(t, 3*len(curves())-3, points, "a point for each figure that there is: none of a merge")
	require.NotContains(t, svg, "NaN")
	require.NotContains(t, svg, "Inf")
}

// besideOne is a run in which one peer finds known items better than the others.
func besideOne(t *testing.T, size int) PeerRun {
	run := PeerRun{Corpus: "real", Size: size}
	require.NoError(t, json.Unmarshal([]byte(`[
		{"peer": "ours", "disk": {"total": 40e6}, "warm": {"typo1": {"zero": 0.02, "min95": 3.14}, "pre12": {"min95": 5.3}, "and2+docs": {"min50": 1, "min95": 1.7}},
			"build": {"totalMs": 9000}, "mem": {"wasm": 15e6}, "editStrict": {"add": {"ms": 9.5}, "update": {"ms": 26}},
			"quality": {"clean": {"mrr": 0.90, "s1": 0.85}, "box": {"mrr": 0.91}, "typo": {"mrr": 0.89}, "oracle": {"short": 0.9}}},
		{"peer": "orama", "quality": {"clean": {"mrr": 0.95}, "box": {"mrr": 0.5}, "typo": {"mrr": 0.5}}},
		{"peer": "minisearch", "quality": {"clean": {"mrr": 0.8}, "box": {"mrr": 0.8}, "typo": {"mrr": 0.8}}}]`), &run.Peers))
	return run
}

func TestWeAreHeldAgainstTheBestOfAllPeersWhereTheGoalsAreSet(t *testing.T) {
	text := (&Report{Peers: []PeerRun{besideOne(t, 100_000)}}).markdown()
	require.Contains(t, text, "| the same, first of all (success@1) | 0.850 / 0.000 / 0.000 |")
	require.Contains(t, text, "| words with one typo that are answered | 98 % | – | – |")
	require.Contains(t, text, "- known items, clean 0.900: best of the others 0.950, 1.000 of the title oracle (goal: at least the best, and ≥ 0.98): **missed**.")
	require.Contains(t, text, "- as typed 0.910: best of the others 0.800, 1.011 of the oracle (the same goal): met.")
	require.Contains(t, text, "- disk: 40.0 MB (goal ≤ 33): **missed**.")
	require.Contains(t, text, "- worst class of keystroke (pre12), p95 with the hop to the host: 5.3 ms (goal ≤ 5): **missed**.")
	require.Contains(t, text, "- two words, with records: 1.0 ms, p95 1.7 (goal ≤ 1, ≤ 2): met.")
	require.Contains(t, text, "- words with one typo that are answered: 98.0 % (goal ≥ 99): **missed**.")
	require.Contains(t, text, "- import: 9.0 s (goal ≤ 8): **missed**.")
	require.Contains(t, text, "- memory after the cold question: 15.0 MB of wasm (goal ≤ 32): met.")
	require.Contains(t, text, "- add one 9.5 ms, update one 26.0, strictly (goal ≤ 25 each): **missed**.")
	require.NotContains(t, text, "related tags", "what was not measured is not held")
	text = (&Report{Peers: []PeerRun{besideOne(t, 250_000)}}).markdown()
	require.Contains(t, text, "The goals are those of 100000 bookmarks.")
	require.Contains(t, text, "- disk: 40.0 MB (goal ≤ 33).")
}

func TestThePeersAreCopiedAndLeftAsTheyWere(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "copy")
	for _, name := range []string{"run.mjs", "adapters/a.js", "out/old.json", "node_modules/x/index.js"} {
		path := filepath.Join(from, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(name), 0o444))
	}
	for range 2 { // the second copy replaces the first, which is not read-only
		require.NoError(t, copyBenchmark(from, to))
	}
	require.FileExists(t, filepath.Join(to, "adapters", "a.js"))
	require.NoDirExists(t, filepath.Join(to, "out"))
	require.NoDirExists(t, filepath.Join(to, "node_modules"))
}

func TestGeneratedBookmarksAreAlwaysTheSame(t *testing.T) {
	one, err := corpora(Options{Size: 50})
	require.NoError(t, err)
	two, err := corpora(Options{Size: 50})
	require.NoError(t, err)
	require.Equal(t, one, two)
	require.Len(t, one[0].Docs, 50)
}
