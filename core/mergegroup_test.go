package core

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core/index"
)

// TestTwoLargeSegmentsKeepNoOthersFromBeingMerged has them first in their class.
func TestTwoLargeSegmentsKeepNoOthersFromBeingMerged(t *testing.T) {
	var list []segmentEntry
	for i, docs := range []uint32{60_000, 60_000, 17_000, 17_000, 17_000, 17_000} {
		list = append(list, segmentEntry{meta: index.Meta{Name: string(rune('a' + i)), Docs: docs}})
	}
	names := ""
	for _, s := range mergeGroup(list) {
		names += s.meta.Name
	}
	require.Equal(t, "acdef", names, "as many as fit, in the order in which they stand")
}
