package core

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"pinfold/core/text"
)

// Limits of what one bookmark may hold. What a person types beyond them is
// refused with a sentence; what a file brings is cut, with a warning. With an
// address of 64 KiB they come to 480 KiB at most, and twice that, as letters
// that do not pack can take, still fits a part of the documents.
const (
	MaxTagRunes         = 255
	MaxTags             = 256
	MaxTagsBytes        = 200 << 10 // of all tags of a bookmark
	MaxTitleRunes       = 4096
	MaxDescriptionBytes = 200 << 10
)

// CleanTag makes a tag of s: valid UTF-8 in NFC, white space, commas and
// control characters become "-", surrounding white space goes. It is "" when
// nothing is left.
func CleanTag(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(strings.TrimSpace(s), "\uFFFD"))
	if !strings.ContainsFunc(s, notInTag) {
		return cutRunes(s, MaxTagRunes)
	}
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = true
			continue
		case notInTag(r):
			r = '-'
		}
		if space {
			b.WriteByte('-')
			space = false
		}
		b.WriteRune(r)
	}
	return cutRunes(b.String(), MaxTagRunes)
}

func notInTag(r rune) bool { return r == ',' || unicode.IsSpace(r) || unicode.IsControl(r) }

// cutRunes returns the first n runes of s.
func cutRunes(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// FolderTag makes a tag of a folder's name: as CleanTag, lower-cased, and
// runs of "-" become one.
func FolderTag(name string) string {
	s := strings.ToLower(CleanTag(name))
	for strings.Contains(s, "--") {
		s = strings.ReplaceAll(s, "--", "-")
	}
	return strings.Trim(s, "-")
}

// CleanTags cleans each tag and drops those that are empty or equal, but for
// case, to an earlier one. The order stays.
func CleanTags(tags []string) []string { return JoinTags(nil, tags) }

// manyKeys is how many keys a set is quicker for than to look through them.
const manyKeys = 64

// JoinTags returns have followed by those of more that it does not hold yet,
// cleaned, each once.
func JoinTags(have, more []string) []string {
	out := make([]string, 0, len(have)+len(more))
	keys := make([]string, 0, cap(out))
	var set map[string]bool // the keys, once they are too many to be looked through
	for _, list := range [2][]string{have, more} {
		for _, t := range list {
			t = CleanTag(t)
			key := text.TagKey(t)
			if t == "" || set[key] || set == nil && containsString(keys, key) {
				continue
			}
			out, keys = append(out, t), append(keys, key)
			switch {
			case set != nil:
				set[key] = true
			case len(keys) == manyKeys:
				set = setOf(keys)
			}
		}
	}
	return out
}

func setOf(keys []string) map[string]bool {
	set := make(map[string]bool, cap(keys))
	for _, key := range keys {
		set[key] = true
	}
	return set
}

// DropTags returns have without those of drop.
func DropTags(have, drop []string) []string {
	keys := make([]string, 0, len(drop))
	for _, t := range drop {
		keys = append(keys, text.TagKey(CleanTag(t)))
	}
	out := make([]string, 0, len(have))
	for _, t := range have {
		if !containsString(keys, text.TagKey(t)) {
			out = append(out, t)
		}
	}
	return out
}

func containsString(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// tagsFit says that a bookmark has room for all of these tags.
func tagsFit(tags []string) bool { return len(firstTags(tags)) == len(tags) }

// firstTags returns as many of the first tags as a bookmark has room for.
func firstTags(tags []string) []string {
	room := MaxTagsBytes
	for i, t := range tags {
		if room -= len(t); room < 0 || i == MaxTags {
			return tags[:i]
		}
	}
	return tags
}
