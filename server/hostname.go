package server

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// Scripts that one label of a host may have, the first three those of whole
// languages: "highly restrictive" of Unicode's UTS #39, 5.2. The extension's
// hostname.js holds hosts to the same.
var hostScripts = [][]*unicode.RangeTable{
	{unicode.Latin, unicode.Han, unicode.Hiragana, unicode.Katakana}, {unicode.Latin, unicode.Han, unicode.Bopomofo}, {unicode.Latin, unicode.Han, unicode.Hangul},
	{unicode.Arabic}, {unicode.Armenian}, {unicode.Bengali}, {unicode.Cyrillic}, {unicode.Devanagari}, {unicode.Ethiopic}, {unicode.Georgian},
	{unicode.Greek}, {unicode.Gujarati}, {unicode.Gurmukhi}, {unicode.Hebrew}, {unicode.Kannada}, {unicode.Khmer}, {unicode.Lao}, {unicode.Malayalam},
	{unicode.Myanmar}, {unicode.Oriya}, {unicode.Sinhala}, {unicode.Tamil}, {unicode.Telugu}, {unicode.Thaana}, {unicode.Thai}, {unicode.Tibetan},
}

const (
	// lookalikes are letters of Cyrillic and Greek that most people would read as Latin ones.
	lookalikes = "асԁеһіјӏорԛѕԝхуъьҽпгѵѡзҙкмнтвαγηικνορτυχω"
	// anyScript may stand in a label of every script.
	anyScript = "-0123456789_"

	// What no network has, since a name has a letter for each of these, is not made
	// a name, which takes time by the square.
	mostLabel = 63
	mostHost  = 253
)

// shared are letters that Unicode counts to no script, but to some by its
// Script_Extensions, which Go does not have: those that hosts have.
var shared = map[*unicode.RangeTable]string{
	unicode.Katakana: "ー・", unicode.Latin: "·",
	unicode.Arabic: "٠١٢٣٤٥٦٧٨٩\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655",
}

// networkHost is a host to read. One that mixes more than its language does, or
// that has nothing but letters which look like Latin ones below a Latin end, is
// shown as the network knows it: xn--…
func networkHost(host string) string {
	if isASCII(host) {
		return host
	}
	known := strings.ReplaceAll(norm.NFKC.String(strings.ToLower(host)), "。", ".")
	labels := strings.Split(known, ".")
	top := labels[len(labels)-1]
	if !slices.ContainsFunc(labels, func(label string) bool { return !honest(label, top) }) {
		return host
	}
	tooLong := func(label string) bool { return utf8.RuneCountInString(label) > mostLabel }
	if utf8.RuneCountInString(known) <= mostHost && !slices.ContainsFunc(labels, tooLong) {
		if name, err := idna.Punycode.ToASCII(known); err == nil {
			return name
		}
	}
	return strings.Trim(strconv.QuoteToASCII(known), `"`)
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

func honest(label, top string) bool {
	if isASCII(label) {
		return true
	}
	if isASCII(top) && !strings.ContainsFunc(label, func(r rune) bool { return !strings.ContainsRune(lookalikes+anyScript, r) }) {
		return false
	}
	return slices.ContainsFunc(hostScripts, func(scripts []*unicode.RangeTable) bool {
		return !strings.ContainsFunc(label, func(r rune) bool { return !ofScripts(r, scripts) })
	})
}

func ofScripts(r rune, scripts []*unicode.RangeTable) bool {
	return unicode.In(r, scripts...) || strings.ContainsRune(anyScript, r) ||
		slices.ContainsFunc(scripts, func(script *unicode.RangeTable) bool { return strings.ContainsRune(shared[script], r) })
}
