package dist

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// What each browser is given is kept as a file, so that a change of the
// template shows what it does to both.
func TestTheManifestsAreThoseKept(t *testing.T) {
	template, err := os.ReadFile("../../manifest.json")
	require.NoError(t, err)
	for _, target := range Targets() {
		made, err := Manifest(template, target)
		require.NoError(t, err)
		golden := filepath.Join("testdata", string(target)+".json")
		if os.Getenv("UPDATE") != "" {
			require.NoError(t, os.WriteFile(golden, made, 0o644))
		}
		kept, err := os.ReadFile(golden)
		require.NoError(t, err)
		require.Equal(t, string(kept), string(made), "UPDATE=1 go test ./internal/dist keeps the new one")
	}
}
