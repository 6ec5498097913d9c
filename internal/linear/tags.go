package linear

import (
	"slices"
	"strings"
)

// retag returns the tags without those dropped and with those added.
func retag(tags string, add, drop []string) string {
	list := slices.DeleteFunc(strings.Fields(tags), func(t string) bool { return slices.Contains(drop, t) })
	return Tags(append(list, add...))
}
