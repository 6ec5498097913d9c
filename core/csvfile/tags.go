package csvfile

import (
	"encoding/json"
	"strings"
)

// splitTags reads a list in JSON or in Python, or tags with bars or commas
// between. Without either it is one tag if spaced, which says that a tag of this
// table may have spaces in it; else spaces stand between.
func splitTags(s string, spaced bool) []string {
	var list []string
	if strings.HasPrefix(s, "[") && json.Unmarshal([]byte(s), &list) == nil {
		return list
	}
	if list, ok := pythonList(s); ok {
		return list
	}
	for _, sep := range [...]string{"|", ","} {
		if strings.Contains(s, sep) {
			return strings.Split(s, sep)
		}
	}
	if spaced && strings.TrimSpace(s) != "" {
		return []string{s}
	}
	return strings.Fields(s)
}

// pythonList reads a list of texts as Python shows it, which is how Readwise
// writes its tags: ['a', "it's"].
func pythonList(s string) (list []string, ok bool) {
	s, ok = strings.CutPrefix(s, "[")
	for ok {
		var item string
		if item, s, ok = pythonText(strings.TrimSpace(s)); !ok {
			break
		}
		list = append(list, item)
		s = strings.TrimSpace(s)
		if s == "]" {
			return list, true
		}
		s, ok = strings.CutPrefix(s, ",")
	}
	return nil, false
}

// pythonText reads the text that s begins with, and returns what is behind it.
func pythonText(s string) (text, rest string, ok bool) {
	if s == "" || s[0] != '\'' && s[0] != '"' {
		return "", "", false
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] == s[0] {
			return b.String(), s[i+1:], true
		}
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}
