package csvfile

import "io"

// A raw keeps what was read of a table until it is known where a row of it ends.
type raw struct {
	r    io.Reader
	kept []byte
	at   int64 // where in the table kept begins
}

func (w *raw) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	w.kept = append(w.kept, p[:n]...)
	return n, err
}

// upTo returns what has been read before an offset and was not returned yet. It
// is good until the next call of Read.
func (w *raw) upTo(offset int64) []byte {
	row := w.kept[:offset-w.at]
	w.kept, w.at = w.kept[len(row):], offset
	return row
}

// unfinished says that a row ends within quotation marks. encoding/csv lets that
// pass where it also lets pass marks within a field, as many exporters write them:
// all rows behind the mark would be the text of one field. Where a field has such
// a mark and then goes on in another line, nobody can tell whether it began as a
// quotation: that is not finished either.
func unfinished(row []byte, comma byte) bool {
	quoted, begins, bare := false, true, false
	for i := 0; i < len(row); i++ {
		c := row[i]
		switch {
		case !quoted && begins && c == '"':
			quoted, begins, bare = true, false, false
		case !quoted:
			begins = c == comma || c == '\n' // of an empty line before the row
		case c == '"' && i+1 < len(row) && row[i+1] == '"':
			i++
		case c == '"' && ends(row[i+1:], comma):
			quoted = false
		case c == '"':
			bare = true
		case c == '\n' && bare:
			return true
		}
	}
	return quoted
}

// ends says that a field may end before what follows.
func ends(rest []byte, comma byte) bool {
	if len(rest) == 0 || rest[0] == comma || rest[0] == '\n' {
		return true
	}
	return rest[0] == '\r' && (len(rest) == 1 || rest[1] == '\n')
}
