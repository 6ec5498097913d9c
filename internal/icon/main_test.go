package main

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheIconsAreThoseDrawnHere(t *testing.T) {
	for dir, sizes := range icons() {
		for _, size := range sizes {
			drawn, err := draw(size)
			require.NoError(t, err)
			kept, err := os.ReadFile(filepath.Join("..", "..", dir, strconv.Itoa(size)+".png"))
			require.NoError(t, err)
			require.True(t, string(drawn) == string(kept), "run `go run ./internal/icon` again: %d.png differs", size)
		}
	}
}
