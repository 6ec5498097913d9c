package format_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/format"
	"pinfold/internal/injection"
)

func TestNoObfuscatedAddressIsImported(t *testing.T) {
	var records []map[string]string
	for _, address := range injection.Addresses() {
		records = append(records, map[string]string{"href": address, "description": "A title", "shared": "yes"})
	}
	records = append(records, map[string]string{"href": "https://a.example/", "description": "Good"})
	text, err := json.Marshal(records)
	require.NoError(t, err)
	name, entries, err := format.Read(bytes.NewReader(text), format.Options{Now: importTime})
	require.NoError(t, err)
	require.Equal(t, format.PinboardJSON, name)
	reports, list, err := core.Gather(t.Context(), []core.File{{Entries: entries}}, importTime, core.ImportOptions{}, nil)
	require.NoError(t, err)
	require.Len(t, reports[0].Skipped, injection.AddressCount)
	for b, err := range list {
		require.NoError(t, err)
		require.Equal(t, "https://a.example/", b.URL)
	}
	require.Equal(t, 1, reports[0].Stored)
}
