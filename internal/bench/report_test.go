package bench

import (
	"os"
	"path/filepath"
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
		Corpus: "synthetic", Empty: Figure{100}, Popup: Figure{120}, Completion: Figure{201}, Alive: Figure{90}, Killed: Figure{300},
		Keys: map[string]Keystrokes{"a word": {Best: Figure{15}, All: Figure{40}}}, Saves: Figure{51}, Import: 9000, Memory: 10e6,
	}
	r := Report{Size: 100_000, Pages: []Pages{pages}, Wasm: map[string]int64{"engine.wasm": 3_700_000, "import.wasm": 4_000_000}}
	text := r.markdown()
	require.Contains(t, text, "| popup painted and focused, host killed | no wasm in the way: ≤ empty + 50 ms | 120 ms (120 ms–120 ms) = 1.20 × | met |")
	require.Contains(t, text, "| first tag completion, host killed | ≤ 2 × empty | 201 ms (201 ms–201 ms) = 2.01 × | **missed** |")
	require.Contains(t, text, "| keystroke to results, worst kind, p95 | < 16 ms | 15 ms | met |")
	require.Contains(t, text, "| save answered and found, p95 | < 50 ms | 51 ms | **missed** |")
	require.Contains(t, text, "| engine.wasm | < 3.6 MB | 3.70 MB | **missed** |")
	require.Contains(t, text, "| a word | 15 ms | 15 ms | 15 ms | 40 ms |")
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
