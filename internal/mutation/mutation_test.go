package mutation

import (
	"context"
	"go/format"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var root = filepath.Join("..", "..")

func TestEveryPlantedBugStillHasItsPlace(t *testing.T) {
	faults := map[string]bool{}
	for _, m := range Mutants() {
		planted, err := m.Planted(root)
		require.NoError(t, err, m.Fault)
		require.False(t, faults[m.Fault], "%s stands there twice", m.Fault)
		faults[m.Fault] = true
		if strings.HasSuffix(m.File, ".go") {
			_, err = format.Source(planted)
			require.NoError(t, err, "%s is still Go", m.Fault)
		}
	}
	require.Greater(t, len(faults), 30)
}

// Two are run here; ./build.sh soak runs all.
func TestAPlantedBugIsCaughtAndAnotherIsNot(t *testing.T) {
	c, err := NewCopy(t.Context(), root, t.TempDir())
	require.NoError(t, err)
	trash := Mutant{"the trash is emptied too early", "core/tidy.go", "	trashDays   = 30", "	trashDays   = 29", native("./core", "TestTheTrashIsEmptiedAfterThirtyDaysAndNotBefore")}
	require.NoError(t, c.Kill(t.Context(), trash))

	harmless := trash
	harmless.From, harmless.To = "flushSoon   = 128", "flushSoon   = 129"
	require.ErrorIs(t, c.Kill(t.Context(), harmless), ErrSurvived)

	broken := trash
	broken.To = "	trashDays   = nothing"
	err = c.Kill(t.Context(), broken)
	require.ErrorContains(t, err, "could not be run", "a program that does not build proves nothing")
	require.NotErrorIs(t, err, ErrSurvived)

	gone := trash
	gone.From = "	trashDays   = 31"
	require.ErrorContains(t, c.Kill(t.Context(), gone), "0 times")
	require.NoError(t, c.Kill(context.WithoutCancel(t.Context()), trash), "the copy is whole again")
}
