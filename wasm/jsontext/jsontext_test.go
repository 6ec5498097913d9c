package jsontext

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseReadsWhatAPageSends(t *testing.T) {
	v, err := Parse(` {"a":"x\u00e9\ud83d\ude00\n","n":-12.5e1,"t":true,"f":false,"z":null,"l":["1",2,"3"],"o":{"b":[]},"a":"last"} `)
	require.NoError(t, err)
	require.Equal(t, "last", v.Get("a").Str())
	require.Equal(t, int64(-125), v.Get("n").Int())
	require.True(t, v.Get("t").True())
	require.False(t, v.Get("f").True())
	require.False(t, v.Has("z"))
	require.Equal(t, []string{"1", "3"}, v.Get("l").Strings())
	require.Equal(t, Array, v.Get("o").Get("b").Kind())
}

func TestParseMakesLoneSurrogatesVisible(t *testing.T) {
	v, err := Parse(`"a\ud83dxb\udc00"`)
	require.NoError(t, err)
	require.Equal(t, "a\ufffdxb\ufffd", v.Str())
}

func TestParseRefusesWhatIsNotJSON(t *testing.T) {
	for _, bad := range []string{"", "{", `{"a"}`, `{"a":1,}`, "[1,]", `"a`, `"\x"`, `"\u12"`, "1 2", "tru", "\"a\nb\"", "--1", strings.Repeat("[", 100)} {
		_, err := Parse(bad)
		require.Error(t, err, bad)
	}
}

func FuzzRoundTrip(f *testing.F) {
	f.Add("plain", int64(3), true)
	f.Add("q\"b\\s\x00\x1f\u2028\xff", int64(-1), false)
	f.Fuzz(func(t *testing.T, s string, n int64, b bool) {
		var w Writer
		w.Open('{')
		w.Key(s)
		w.Strings([]string{s, ""})
		w.Key("n")
		w.Int(n >> 11)
		w.Key("b")
		w.Bool(b)
		w.Key("z")
		w.Null()
		w.Close('}')
		require.True(t, json.Valid(w.B), string(w.B))
		v, err := Parse(string(w.B))
		require.NoError(t, err)
		valid := strings.ToValidUTF8(s, "\ufffd")
		if valid == s && s != "n" && s != "b" && s != "z" {
			require.Equal(t, []string{s, ""}, v.Get(s).Strings())
		}
		require.Equal(t, b, v.Get("b").True())
	})
}

func FuzzParse(f *testing.F) {
	f.Add(`{"a":[1,"\ud83d\ude00",null]}`)
	f.Add(`[[[[`)
	f.Fuzz(func(t *testing.T, s string) {
		_, err := Parse(s)
		if json.Valid([]byte(s)) && strings.Count(s, "[")+strings.Count(s, "{") < maxDepth {
			require.NoError(t, err)
		}
	})
}
