package weburl

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/injection"
)

func TestNoObfuscatedAddressIsSaved(t *testing.T) {
	for _, address := range injection.Addresses() {
		_, err := Clean(address)
		var refused *RefusedError
		require.ErrorAs(t, err, &refused, "%q", address)
	}
}
