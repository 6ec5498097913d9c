package packed_test

import (
	"archive/zip"
	"bytes"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/packed"
)

// growing is an archive of files that grow a hundred and sixty times: less than
// what betrays one, to so many bytes each.
func growing(t *testing.T, size int64, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i, name := range names {
		w, err := z.Create(name)
		require.NoError(t, err)
		noise := rand.NewChaCha8([32]byte{byte(i)})
		zeros := make([]byte, 1<<20)
		for at := int64(0); at < size; at += int64(len(zeros)) {
			_, err = io.CopyN(w, noise, int64(len(zeros))/200)
			require.NoError(t, err)
			_, err = w.Write(zeros)
			require.NoError(t, err)
		}
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

func TestTheFilesOfAnArchiveTogetherAreRefusedAtAGigabyte(t *testing.T) {
	var read int64
	var last string
	err := packed.Zip(bytes.NewReader(growing(t, 600<<20, "a", "b", "c")), packed.MaxUnpacked, func(name string, r io.Reader) error {
		last = name
		n, err := io.Copy(io.Discard, r)
		read += n
		return err
	})
	require.Equal(t, core.Invalid, core.CodeOf(err))
	require.ErrorContains(t, err, "grows beyond")
	require.Equal(t, "b", last)
	require.LessOrEqual(t, read, int64(1<<30))
	require.Greater(t, read, int64(1<<30-1<<20))
}
