package squeeze

import (
	"hash/crc32"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTextsComeBackAsTheyWere(t *testing.T) {
	for _, s := range []string{
		"", "a", "https://www.example.com/a?b=c", "\x00\x01\xff", "日本語の検索エンジン入門", "Привет, мир", "\xe3\x81",
		strings.Repeat("http://", 1000), "e", "tion", "The architecture of open source applications",
	} {
		b := Append([]byte("before"), []byte(s))
		require.Equal(t, "before", string(b[:6]))
		got, err := Text(b[6:], len(s))
		require.NoError(t, err)
		require.Equal(t, s, got)
	}
}

func TestUsualTextsGetShorter(t *testing.T) {
	for _, s := range []string{"https://www.example.com/2016/11/the-architecture-of-search.html", "An introduction to the design of programming languages"} {
		require.Less(t, len(Append(nil, []byte(s))), len(s)*3/4, s)
	}
}

// Stored bytes depend on the table.
func TestTheTableIsStillTheSame(t *testing.T) {
	sum := crc32.NewIEEE()
	for c := range lengths {
		_, _ = sum.Write([]byte{lengths[c], byte(values[c]), byte(values[c] >> 8), byte(values[c] >> 16), byte(values[c] >> 24),
			byte(values[c] >> 32), byte(values[c] >> 40), byte(values[c] >> 48), byte(values[c] >> 56)})
	}
	require.Equal(t, uint32(0x24337114), sum.Sum32())
	require.Equal(t, uint8(0), lengths[escape])
	for first := range 256 {
		for c := int(starts[first]); c < int(starts[first+1]); c++ {
			require.Equal(t, byte(first), byte(values[c]))
			require.NotZero(t, lengths[c])
			if c > int(starts[first]) {
				require.LessOrEqual(t, lengths[c], lengths[c-1], "a longer symbol behind a shorter one is never found")
			}
		}
	}
}

func FuzzSqueeze(f *testing.F) {
	f.Add("https://www.example.com/", []byte{1, 255, 3}, 9)
	f.Fuzz(func(t *testing.T, s string, damaged []byte, length int) {
		got, err := Text(Append(nil, []byte(s)), len(s))
		require.NoError(t, err)
		require.Equal(t, s, got)
		if s, err := Text(damaged, length); err == nil {
			require.Len(t, s, length)
		}
	})
}

func BenchmarkText(b *testing.B) {
	s := "https://www.example.com/2016/11/the-architecture-of-search.htmlAn introduction to the design of programming languages"
	squeezed := Append(nil, []byte(s))
	b.SetBytes(int64(len(s)))
	for range b.N {
		if _, err := Text(squeezed, len(s)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	s := []byte("https://www.example.com/2016/11/the-architecture-of-search.htmlAn introduction to the design of programming languages")
	b.SetBytes(int64(len(s)))
	var buf []byte
	for range b.N {
		buf = Append(buf[:0], s)
	}
}
