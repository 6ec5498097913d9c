package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Token is a word as search compares it, and where it stands in the text.
type Token struct {
	Text       string // folded
	Start, End int    // bytes of the text it was made of
}

// MaxToken is the longest a token's text may be, in bytes; more is cut off.
const MaxToken = 64

// Tokens returns the tokens of a document's text:
//
//   - a word is a run of letters, digits and marks; an apostrophe between two
//     letters joins them and is dropped (don't = dont); what it joins are words
//     of their own too, if they are not short (google's, l'amour);
//   - c++, c# and the like are a token of their own, beside the plain one;
//   - each emoji is a token, without its variants;
//   - a run of a script that is written without spaces gives each pair of
//     neighbouring characters and its last character alone, so that any two
//     characters are found, and one character as the beginning of a pair.
func Tokens(s string) []Token { return AppendTokens(nil, s) }

// AppendTokens appends the tokens of s to dst.
func AppendTokens(dst []Token, s string) []Token { return tokenize(dst, s, true) }

// QueryTokens returns the tokens of what a person typed. Of a run without
// spaces there is no last character alone unless it is the only one.
func QueryTokens(s string) []Token { return tokenize(nil, s, false) }

func tokenize(dst []Token, s string, document bool) []Token {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if classes[c] != wordByte {
				i++
				continue
			}
			if end := plainWord(s, i); end > i {
				dst, i = append(dst, token(s[i:end], i, end)), end
				continue
			}
		}
		dst, i = appendAt(dst, s, i, document)
	}
	return dst
}

// appendAt appends the tokens of what begins at i and returns where it ends.
func appendAt(dst []Token, s string, i int, document bool) ([]Token, int) {
	r, n := utf8.DecodeRuneInString(s[i:])
	switch {
	case unspaced(r):
		return appendPairs(dst, s, i, document)
	case inWord(r) && !unicode.Is(unicode.M, r): // a mark belongs to a letter before it
		return appendWord(dst, s, i, document)
	case pictograph(r):
		dst = append(dst, Token{Text: s[i : i+n], Start: i, End: i + n})
	}
	return dst, i + n
}

// inWord says that r belongs to a word of a script with spaces.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r)) && !unspaced(r)
}

// unspaced says that r belongs to a script that is searched by pairs.
func unspaced(r rune) bool {
	if r < 0x0E00 {
		return false
	}
	switch r {
	case 'ー', '々', '〆', '\uFF70', '\uFF9E', '\uFF9F':
		return true
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// pictograph says that r is an emoji or a sign of that kind. Skin colours are
// none, nor are letters in boxes.
func pictograph(r rune) bool {
	switch {
	case r >= 0x2600 && r < 0x27C0, r >= 0x2B00 && r < 0x2C00, r >= 0x1F000 && r < 0x1F100, r >= 0x1F1E6 && r < 0x1F200:
		return true
	}
	return r >= 0x1F300 && r < 0x1FB00 && (r < 0x1F3FB || r > 0x1F3FF)
}

// HalfPair says that a token of a query is one character of a script that is
// searched by pairs: the beginning of a pair.
func HalfPair(token string) bool {
	r, n := utf8.DecodeRuneInString(token)
	if !unspaced(r) {
		return false
	}
	for _, m := range token[n:] {
		if unspaced(m) && !unicode.Is(unicode.Mn, m) {
			return false
		}
	}
	return true
}

// appendWord appends the word at i and returns where it ends.
func appendWord(dst []Token, s string, i int, document bool) ([]Token, int) {
	start, joined := i, false
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if inWord(r) {
			i += n
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[i+n:])
		if (r == '\'' || r == '’') && unicode.IsLetter(next) && inWord(next) {
			i, joined = i+n, true
			continue
		}
		break
	}
	word := s[start:i]
	if joined {
		word = strings.ReplaceAll(strings.ReplaceAll(word, "'", ""), "’", "")
	}
	end := signs(s, i)
	if end == i || document {
		dst = append(dst, token(word, start, i))
	}
	if joined && document {
		dst = appendJoined(dst, s[start:i], start)
	}
	if end > i {
		dst = append(dst, token(word+s[i:end], start, end))
	}
	return dst, end
}

// leastJoined is how many letters what an apostrophe joins must have to be a
// word of its own: more than the s of a possessive or a French article.
const leastJoined = 3

// appendJoined appends the words of a document that apostrophes join in word,
// which begins at start.
func appendJoined(dst []Token, word string, start int) []Token {
	from := 0
	for i, r := range word + "'" {
		if r != '\'' && r != '’' {
			continue
		}
		if part := word[min(from, len(word)):i]; utf8.RuneCountInString(part) >= leastJoined {
			dst = append(dst, token(part, start+from, start+i))
		}
		from = i + utf8.RuneLen(r)
	}
	return dst
}

// signs returns the end of the pluses and number signs at i that belong to
// the word before it, as in c++ and c#.
func signs(s string, i int) int {
	end := i
	for end < len(s) && end-i < 3 && (s[end] == '+' || s[end] == '#') {
		end++
	}
	if r, _ := utf8.DecodeRuneInString(s[end:]); end < len(s) && (inWord(r) || unspaced(r)) {
		return i
	}
	return end
}

func token(word string, start, end int) Token {
	word = Fold(word)
	if len(word) > MaxToken {
		cut := MaxToken
		for cut > 0 && !utf8.RuneStart(word[cut]) {
			cut--
		}
		word = word[:cut]
	}
	return Token{Text: word, Start: start, End: end}
}

// appendPairs appends the pairs of the run at i and returns where it ends.
func appendPairs(dst []Token, s string, i int, document bool) ([]Token, int) {
	before, from, chars := "", i, 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unspaced(r) {
			break
		}
		start := i
		i += n
		i += jamo(r, s[i:])
		for i < len(s) { // marks belong to the character before them
			m, n := utf8.DecodeRuneInString(s[i:])
			if !unicode.Is(unicode.Mn, m) && m != '\uFF9E' && m != '\uFF9F' {
				break
			}
			i += n
		}
		char := Fold(s[start:i])
		if chars > 0 {
			dst = append(dst, Token{Text: before + char, Start: from, End: i})
		}
		before, from = char, start
		chars++
	}
	if document || chars == 1 {
		dst = append(dst, Token{Text: before, Start: from, End: i})
	}
	return dst, i
}

// The conjoining letters of Korean, which some systems write in place of
// syllables: leading consonants, vowels and trailing consonants (The Unicode
// Standard, section 3.12). A syllable that lacks its trailing consonant is every
// 28th of those from 가 to 힣.
const (
	leadBase, leads   = 0x1100, 19
	vowelBase, vowels = 0x1161, 21
	trailBase, trails = 0x11A8, 27
	syllableBase      = 0xAC00
	syllables         = leads * vowels * (trails + 1)
)

// jamo returns how many bytes at the beginning of s belong to the syllable that
// r begins.
func jamo(r rune, s string) (n int) {
	if within(r, leadBase, leads) {
		vowel, size := utf8.DecodeRuneInString(s)
		if !within(vowel, vowelBase, vowels) {
			return 0
		}
		n = size
	} else if !within(r, syllableBase, syllables) || (r-syllableBase)%(trails+1) != 0 {
		return 0
	}
	if trail, size := utf8.DecodeRuneInString(s[n:]); within(trail, trailBase, trails) {
		n += size
	}
	return n
}

func within(r, base rune, count rune) bool { return r >= base && r < base+count }

// URLTokens returns the tokens of an address: of its host without "www.", its
// path and its query, percent-encoding decoded. Their places are in BareURL.
func URLTokens(url string) []Token { return AppendURLTokens(nil, url) }

// AppendURLTokens appends the tokens of an address to dst.
func AppendURLTokens(dst []Token, url string) []Token { return AppendTokens(dst, BareURL(url)) }

// BareURL is what of an address, or of text out of one, is searched: without its
// scheme and "www.", percent-encoding decoded.
func BareURL(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	if len(url) > 4 && strings.EqualFold(url[:4], "www.") {
		url = url[4:]
	}
	return unescape(url)
}

// unescape decodes percent-encoding where that gives valid UTF-8.
func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			hi, lo := unhex(s[i+1]), unhex(s[i+2])
			if hi < 16 && lo < 16 {
				b = append(b, hi<<4|lo)
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	if !utf8.Valid(b) {
		return s
	}
	return string(b)
}

func unhex(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10
	}
	return 255
}
