package browser

import (
	"fmt"
	"strings"
	"unicode"
)

// key is one press: the values that a KeyboardEvent shows, and the text that
// it enters, if any.
type key struct {
	Key, Code, Text           string
	KeyCode                   int
	Alt, Control, Meta, Shift bool
}

// modifiers is DevTools' bit set.
func (k key) modifiers() int {
	bits := 0
	for i, on := range []bool{k.Alt, k.Control, k.Meta, k.Shift} {
		if on {
			bits |= 1 << i
		}
	}
	return bits
}

// parseKey reads "Control+Shift+Enter", "a", "?" or "+".
func parseKey(name string) (key, error) {
	var k key
	parts := strings.Split(name, "+")
	if name == "+" || strings.HasSuffix(name, "++") {
		parts = append(strings.Split(strings.TrimSuffix(strings.TrimSuffix(name, "+"), "+"), "+"), "+")
	}
	for _, part := range parts[:len(parts)-1] {
		switch part {
		case "Alt":
			k.Alt = true
		case "Control":
			k.Control = true
		case "Meta":
			k.Meta = true
		case "Shift":
			k.Shift = true
		case "":
		default:
			return key{}, fmt.Errorf("no such modifier in %q", name)
		}
	}
	return k.named(parts[len(parts)-1])
}

// named fills in the key itself.
func (k key) named(name string) (key, error) {
	codes := map[string]int{
		"Backspace": 8, "Tab": 9, "Enter": 13, "Escape": 27, "Space": 32, "PageUp": 33, "PageDown": 34,
		"End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Delete": 46,
	}
	if code, ok := codes[name]; ok {
		k.Key, k.Code, k.KeyCode = name, name, code
		switch name {
		case "Enter":
			k.Text = "\r"
		case "Space":
			k.Key, k.Text = " ", " "
		}
		return k, nil
	}
	runes := []rune(name)
	if len(runes) != 1 {
		return key{}, fmt.Errorf("no key is called %q", name)
	}
	return k.character(runes[0]), nil
}

// character is the key of one character on an American keyboard. One that it
// does not have keeps its text and has no code.
func (k key) character(r rune) key {
	k.Key = string(r)
	upper := unicode.ToUpper(r)
	switch {
	case upper >= 'A' && upper <= 'Z':
		k.Code, k.KeyCode = "Key"+string(upper), int(upper)
		k.Shift = k.Shift || unicode.IsUpper(r)
	case r >= '0' && r <= '9':
		k.Code, k.KeyCode = "Digit"+string(r), int(r)
	case r == ' ':
		k.Code, k.KeyCode = "Space", 32
	}
	if !k.Control && !k.Alt && !k.Meta {
		k.Text = string(r)
	}
	return k
}
