package jsonlist

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"pinfold/core"
)

// Fields are those of an object, whatever their types.
type Fields map[string]json.RawMessage

// Has says that one of the keys is there.
func (f Fields) Has(keys ...string) bool {
	for _, key := range keys {
		if _, ok := f[key]; ok {
			return true
		}
	}
	return false
}

// Text returns the first of the keys that is a string or a number and not
// empty.
func (f Fields) Text(keys ...string) string {
	for _, key := range keys {
		if s := Text(f[key]); s != "" {
			return s
		}
	}
	return ""
}

// Tristate reads a flag: true, "yes", 1 and what else means so.
func (f Fields) Tristate(keys ...string) core.Tristate {
	for _, key := range keys {
		switch strings.ToLower(word(f[key])) {
		case "yes", "true", "1":
			return core.Yes
		case "no", "false", "0":
			return core.No
		}
	}
	return core.Unset
}

// List reads a list of strings, or of objects with a name; of a string it
// returns nil and false.
func (f Fields) List(key string) ([]string, bool) {
	raw := f[key]
	if len(raw) == 0 || raw[0] != '[' {
		return nil, false
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil, false
	}
	var out []string
	for _, x := range list {
		s := Text(x)
		if len(x) > 0 && x[0] == '{' {
			s = Object(x).Text("name", "title", "label")
		}
		if s != "" {
			out = append(out, s)
		}
	}
	return out, true
}

// Object reads an object; of anything else it returns none.
func Object(raw json.RawMessage) Fields {
	var f Fields
	if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &f) != nil {
		return nil
	}
	return f
}

// Text reads a string, or a number as it stands; what is neither reads as "".
func Text(raw json.RawMessage) string {
	if n := len(raw); n > 1 && raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
		return string(raw[1 : n-1]) // most are plain, and this is ten times as fast
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		var n json.Number
		if len(raw) > 0 && raw[0] != '"' && json.Unmarshal(raw, &n) == nil {
			return n.String()
		}
		return ""
	}
	return s
}

// word reads a string, or true and false as they stand.
func word(raw json.RawMessage) string {
	if s := string(raw); s == "true" || s == "false" {
		return s
	}
	return Text(raw)
}
