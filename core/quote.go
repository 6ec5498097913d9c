package core

import "strings"

// joinQuote puts a quotation behind a description, as a paragraph of its own,
// unless it is there already. A page whose answer about a saved bookmark is
// still under way can so add a passage without knowing what is saved.
func joinQuote(description, quote string) string {
	quote = strings.TrimSpace(quote)
	if quote == "" || strings.Contains(description, quote) {
		return description
	}
	description = strings.TrimRight(description, " \t\n")
	if description == "" {
		return quote
	}
	return description + "\n\n" + quote
}
