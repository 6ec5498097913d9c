package packed_test

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/packed"
	"pinfold/internal/readertest"
)

// most is what a packed file may grow to beside its own size.
const most = 300

func FuzzAnyBytesOfLZ4(f *testing.F) {
	readertest.Seed(f, "firefox/*.jsonlz4")
	f.Fuzz(func(t *testing.T, raw []byte) {
		plain, err := packed.LZ4(bytes.NewReader(raw), packed.MaxUnpacked)
		if err != nil {
			require.Equal(t, core.Invalid, core.CodeOf(err))
			return
		}
		require.LessOrEqual(t, len(plain), most*len(raw), "no byte of LZ4 makes more than 255")
	})
}

func FuzzAnyBytesOfZip(f *testing.F) {
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	part, err := z.Create("part_000000.csv")
	require.NoError(f, err)
	_, err = part.Write([]byte("title,url,time_added,tags,status\nA,https://a.example/,1447632000,x|y,unread\n"))
	require.NoError(f, err)
	require.NoError(f, z.Close())
	f.Add(file.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		err := packed.Zip(bytes.NewReader(raw), packed.MaxUnpacked, func(_ string, r io.Reader) error {
			_, err := io.Copy(io.Discard, r)
			return err
		})
		if err != nil {
			require.Equal(t, core.Invalid, core.CodeOf(err), err)
		}
	})
}
