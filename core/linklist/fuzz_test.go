package linklist_test

import (
	"io"
	"iter"
	"testing"
	"time"

	"pinfold/core"
	"pinfold/core/linklist"
	"pinfold/internal/readertest"
)

func FuzzAnyBytes(f *testing.F) {
	f.Add([]byte("* [[https://a.example/][A]] :x:y:\n- [B \\[b\\]](<https://b.example/>) #tag\nhttps://c.example/ | C\n"))
	readertest.Fuzz(f, func(r io.Reader, _ time.Time) iter.Seq2[core.Entry, error] { return linklist.Read(r) }, "onetab/*", "wrong/prose.txt")
}
