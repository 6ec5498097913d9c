package core

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestIDTextRoundTrip(t *testing.T) {
	id := ID{0x0f, 0x8f, 0xad, 0x5b, 0xd9, 0xcb, 0x46, 0x9f, 0xa1, 0x65, 0x70, 0x86, 0x77, 0x28, 0x95, 0x0e}
	require.Equal(t, "0f8fad5b-d9cb-469f-a165-70867728950e", id.String())
	back, err := ParseID("0F8FAD5B-d9cb-469f-a165-70867728950e")
	require.NoError(t, err)
	require.Equal(t, id, back)
	for _, bad := range []string{"", "0f8fad5b", "0f8fad5b_d9cb-469f-a165-70867728950e", "zf8fad5b-d9cb-469f-a165-70867728950e"} {
		_, err := ParseID(bad)
		require.Error(t, err, bad)
	}
}
