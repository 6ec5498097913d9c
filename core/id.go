package core

import (
	"encoding/hex"
	"errors"
)

// An ID names a bookmark for ever. It is random, not derived from the address;
// its text form is a UUID, so that a page can mint one.
type ID [16]byte

// IsZero says that the ID was never set.
func (id ID) IsZero() bool { return id == ID{} }

// String returns the UUID form, such as 0f8fad5b-d9cb-469f-a165-70867728950e.
func (id ID) String() string {
	var b [36]byte
	hex.Encode(b[0:8], id[0:4])
	hex.Encode(b[9:13], id[4:6])
	hex.Encode(b[14:18], id[6:8])
	hex.Encode(b[19:23], id[8:10])
	hex.Encode(b[24:36], id[10:16])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}

var errID = errors.New("not an id: want a UUID such as 0f8fad5b-d9cb-469f-a165-70867728950e")

// ParseID reads the UUID form, in either case.
func ParseID(s string) (ID, error) {
	var id ID
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return ID{}, errID
	}
	digits := s[0:8] + s[9:13] + s[14:18] + s[19:23] + s[24:36]
	if _, err := hex.Decode(id[:], []byte(digits)); err != nil {
		return ID{}, errID
	}
	return id, nil
}
