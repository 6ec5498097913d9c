package server

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatIsDoneTogetherFailsTogether(t *testing.T) {
	first, second := errors.New("first"), errors.New("second")
	fine, done := func() error { return nil }, false
	require.NoError(t, together(fine, func() error { done = true; return nil }))
	require.True(t, done)
	require.Equal(t, first, together(fine, func() error { return first }, func() error { return second }))
	defer func() {
		reason, _ := recover().(string)
		require.Contains(t, reason, "no good")
		require.Contains(t, reason, "TestWhatIsDoneTogetherFailsTogether", "the place of the panic")
	}()
	_ = together(fine, func() error { panic("no good") })
	t.Error("a panic of one is the caller's, whom the server answers for")
}
