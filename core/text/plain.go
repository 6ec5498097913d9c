package text

import (
	"strings"
	"unicode/utf8"
)

// What most text is made of, words of ASCII with a space or a stop after them,
// is read byte by byte: three times as fast as by runes (BenchmarkTokens).

// The classes of a byte of ASCII.
const (
	inWords = 1 << iota // a letter or digit
	goesOn              // after a word it may belong to it: don't, c++, c#
	isUpper             // a capital
)

var classes = classesOfASCII()

func classesOfASCII() (of [utf8.RuneSelf]uint8) {
	for c := range of {
		if inWord(rune(c)) {
			of[c] |= inWords
		}
		if c >= 'A' && c <= 'Z' {
			of[c] |= isUpper
		}
	}
	for _, c := range "'+#" {
		of[c] |= goesOn
	}
	return of
}

// plainWord returns the end of the word at i if it is of ASCII, and what
// follows says that it ends there; i if it does not.
func plainWord(s string, i int) int {
	for n := i; n < len(s); n++ {
		c := s[n]
		if c >= utf8.RuneSelf || classes[c]&goesOn != 0 {
			return i
		}
		if classes[c]&inWords == 0 {
			return n
		}
	}
	return len(s)
}

// plainToken returns the token of a plain word.
func plainToken(s string, start, end int) Token {
	word := s[start:min(end, start+MaxToken)]
	for n := range len(word) {
		if classes[word[n]]&isUpper != 0 {
			word = strings.ToLower(word)
			break
		}
	}
	return Token{Text: word, Start: start, End: end}
}
