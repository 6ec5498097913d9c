package index

import (
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// exampleDocuments are the two that docs/FORMAT-index.md takes apart.
func exampleDocuments() []Document {
	one := Document{
		ID: [16]byte{0x10, 15: 0x01}, Same: 0x1111111111111111, Variant: 0x2222222222222222, Order: 1000, Seq: 1,
		Tags: []Tag{{Key: "go", Label: "Go"}}, SortKey: "maps", Value: []byte("1st"),
	}
	one.Fields[Title], one.Fields[Tags] = "maps", "Go"
	two := Document{
		ID: [16]byte{0x20, 15: 0x02}, Same: 0x3333333333333333, Variant: 0x2222222222222222, Order: 2000, Seq: 2,
		Terms: []string{"is:untagged"}, SortKey: "mad", Value: []byte("2nd"),
	}
	two.Fields[Title] = "mad maps"
	return []Document{one, two}
}

// TestTheWorkedExampleOfTheFormatIsTrue holds every byte that the document
// shows, in its lines of "offset  bytes  meaning", against a segment.
func TestTheWorkedExampleOfTheFormatIsTrue(t *testing.T) {
	streams := make(map[string][]byte)
	_, err := Build(context.Background(), "s", exampleDocuments(), nil, func(_ context.Context, name string, part []byte) error {
		streams[name] = append([]byte(nil), part...)
		return nil
	})
	require.NoError(t, err)
	doc, err := os.ReadFile("../../docs/FORMAT-index.md")
	require.NoError(t, err)
	line := regexp.MustCompile(`^    ([0-9a-f]{4})  ((?:[0-9a-f]{2} ?)+)(?:  .*)?$`)
	for _, name := range []string{"docs/s.0", "index/s.0"} {
		_, part, ok := strings.Cut(string(doc), "`"+name+"`:\n")
		require.True(t, ok, name)
		var shown []byte
		for _, l := range strings.Split(strings.TrimPrefix(part, "\n"), "\n") {
			m := line.FindStringSubmatch(l)
			if m == nil {
				break
			}
			require.Equal(t, fmt.Sprintf("%04x", len(shown)), m[1], "%s: %s", name, l)
			b, err := hex.DecodeString(strings.ReplaceAll(m[2], " ", ""))
			require.NoError(t, err)
			shown = append(shown, b...)
		}
		require.Equal(t, hex.Dump(streams[name]), hex.Dump(shown), name)
	}
}
