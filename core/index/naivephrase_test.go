package index

// naivePhrase tries every place; tokens that another one covers may be left
// out of the sequence.
func naivePhrase(p Phrase, fields Mask, texts *[NumFields]string) bool {
	ph := &phrase{words: p.Words, prefix: p.Prefix, fields: fields}
	for f, s := range texts {
		if fields>>f&1 == 0 {
			continue
		}
		tokens := appendTokens(nil, f, s)
		for at := range tokens {
			if ph.at(tokens, at, 0) {
				return true
			}
		}
	}
	return false
}
