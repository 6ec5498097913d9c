package format_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/format"
)

// TestWhyAFileCannotBeReadOnIsSaidAsItIs stops a file of every format in its
// middle by an error: it is told as it is, and not as a fault of the file.
func TestWhyAFileCannotBeReadOnIsSaidAsItIs(t *testing.T) {
	stopped := &core.Error{Code: core.Invalid, Message: "This file grows beyond what such a file can be."}
	many := func(yield func(core.Bookmark, error) bool) {
		for i := range 5000 {
			b := core.Bookmark{URL: fmt.Sprintf("https://example.org/%d", i), Title: "A title", Tags: []string{"one", "two"}, Created: importTime, Updated: importTime}
			if !yield(b, nil) {
				return
			}
		}
	}
	texts := map[string][]byte{"a browser's own": []byte(`{"title":"","root":"placesRoot","children":[` + string(bytes.Repeat([]byte(`{"type":"text/x-moz-place","uri":"https://a.example/","title":"A"},`), 5000)) + `{}]}`)}
	for _, w := range format.Writers() {
		if w.Write == nil {
			continue
		}
		var text bytes.Buffer
		require.NoError(t, w.Write(&text, many))
		texts[string(w.Name)] = text.Bytes()
	}
	for name, text := range texts {
		if _, _, err := format.Read(bytes.NewReader(text), format.Options{Now: importTime}); err != nil {
			continue // one that is only written
		}
		err := readAll(io.MultiReader(bytes.NewReader(text[:len(text)/2]), iotest.ErrReader(stopped)))
		told, _ := errors.AsType[*core.Error](err)
		require.NotNil(t, told, "%s: %v", name, err)
		require.Equal(t, stopped.Message, told.Message, name)
	}
}

// endless is a file that goes on for ever.
type endless struct{ text string }

// Read implements io.Reader.
func (e endless) Read(p []byte) (int, error) {
	n := copy(p, e.text)
	for n < len(p) {
		n += copy(p[n:], p[:n])
	}
	return n, nil
}

func TestAFileOfMoreThanHalfAGigabyteIsRefused(t *testing.T) {
	line := strings.Repeat(" ", 4095) + "\n"
	for name, begins := range map[string]string{"links": "https://a.example/\n", "table": "url,title\n"} {
		err := readAll(io.MultiReader(strings.NewReader(begins), endless{line}))
		require.ErrorContains(t, err, "This file has more than 512 MB.", name)
	}
}

// readAll reads a file to its end, or to the error that refuses it.
func readAll(r io.Reader) error {
	_, entries, err := format.Read(r, format.Options{Now: importTime})
	if err != nil {
		return err
	}
	for _, err := range entries {
		if err != nil {
			return err
		}
	}
	return nil
}
