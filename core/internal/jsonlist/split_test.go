package jsonlist

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// same holds the splitter to encoding/json: the same members of whatever is
// whole JSON, and an end of whatever is not.
func same(t *testing.T, s *splitter, raw string) {
	t.Helper()
	got := make(Fields)
	ok := s.split([]byte(raw), got)
	if !json.Valid([]byte(raw)) {
		return
	}
	var want Fields
	require.Equal(t, json.Unmarshal([]byte(raw), &want) == nil && want != nil, ok, raw)
	if ok {
		require.Equal(t, want, got, raw)
	}
}

var objects = []string{
	`{}`, ` { } `, `[]`, `null`, `7`, `""`, ``, `{`, `{"a"`, `{"a":`, `{"a":"`, `{"a":"\`, `{"a":[`, `{"a" 1}`, `{,}`, `{:}`, `}`,
	`{"a":1}`, `{"a":1,"a":2}`, "{\n\t\"a\" : -1.5e3 ,\r\n \"b\":true , \"c\":null}", `{"a":"x\"y","b":"\\","c":"\\\"","d":"}"}`,
	`{"\u0061":1,"a\"":2,"":3,"ä":4}`, "{\"\xff\":1,\"b\":\"\xff\"}", `{"a":{"b":[1,{"c":"]}"}]},"d":[[],{}],"e":"\u007d"}`, `{"a":[1 , 2 ] }`,
	`{"href":"https://example.org/?a=b&c","description":"T \"q\" \\","tags":"a b","shared":"no"}`,
}

func TestAnObjectIsSplitAsEncodingJSONSplitsIt(t *testing.T) {
	s := new(splitter)
	for _, raw := range objects {
		same(t, s, raw)
		same(t, s, raw) // with the keys known
	}
}

func FuzzSplit(f *testing.F) {
	for _, raw := range objects {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) { same(t, new(splitter), raw) })
}
