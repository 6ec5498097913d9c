package text

// NearLimit returns how many edits a word may be away and still be near: none
// below 4 letters, one from 4, two from 8.
func NearLimit(word string) int {
	n := 0
	for range word {
		n++
	}
	switch {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// Near says that a becomes b by at most limit insertions, deletions,
// replacements and swaps of neighbours (optimal string alignment, by rune).
func Near(a, b string, limit int) bool {
	if a == b {
		return true
	}
	x, y := []rune(a), []rune(b)
	if limit <= 0 || len(x)-len(y) > limit || len(y)-len(x) > limit {
		return false
	}
	two, one, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(one[j]+1, row[j-1]+1, one[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], two[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return false
		}
		two, one, row = one, row, two
	}
	return one[len(y)] <= limit
}
