package core

import "strconv"

// Remembered is what is known of a library without its store. The zero value is
// nothing.
type Remembered struct {
	Library    ID     // zero: one of which no more is known than that it was there
	Generation uint64 // of the last commit that is remembered
	Bookmarks  int
}

// doubt returns why a store is not believed that holds st, nil if it holds no
// library: browsers hand out empty or old databases after trouble of their own
// and say nothing.
func (r Remembered) doubt(st *state) error {
	if r.Bookmarks == 0 {
		return nil
	}
	switch {
	case st == nil:
		return r.lost("has lost")
	case r.Library.IsZero():
		return nil
	case st.manifest.library != r.Library:
		return r.lost("has another library in place of")
	case st.generation < r.Generation:
		return r.lost("has only an older state of")
	}
	return nil
}

func (r Remembered) lost(what string) error {
	n := strconv.Itoa(r.Bookmarks) + " bookmarks"
	if r.Bookmarks == 1 {
		n = "1 bookmark"
	}
	return errorOf(Lost, "This browser’s storage "+what+" the library that was here, with "+n+". Nothing was changed. Open Pinfold’s library page: it says what can be done.", nil)
}
