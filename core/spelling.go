package core

import (
	"context"

	"pinfold/core/index"
	"pinfold/core/text"
)

// The spelling belongs to the tag, not to the bookmark. So a change that brings
// old tags back gives them the spelling that the library has now, and one that
// was about the spelling alone is taken back for every bookmark with the tag.

// spellings returns the spelling before and after, by tag key, of tags of which a
// change altered nothing but that; nil if it altered anything else.
func spellings(items []changeItem) (old, given map[string]string) {
	old, given = make(map[string]string), make(map[string]string)
	for i := range items {
		it := &items[i]
		before, after := it.values()
		if it.Mask != FieldTags || len(before.Tags) != len(after.Tags) {
			return nil, nil
		}
		for j, t := range before.Tags {
			key := text.TagKey(t)
			if key != text.TagKey(after.Tags[j]) {
				return nil, nil
			}
			if t != after.Tags[j] {
				old[key], given[key] = t, after.Tags[j]
			}
		}
	}
	if len(old) == 0 {
		return nil, nil
	}
	return old, given
}

// planSpelling plans to spell tags as they were before target, but for those that
// are spelled otherwise by now than target has given them.
func (l *Library) planSpelling(ctx context.Context, st *state, target *Change, old, given map[string]string) (*plan, error) {
	for key, label := range given {
		now, err := l.spell(ctx, st, []string{label})
		if err != nil {
			return nil, err
		}
		if now[0] != label {
			delete(old, key)
		}
	}
	if len(old) == 0 {
		return &plan{kind: Undone}, nil
	}
	var any []index.Expr
	for key := range old {
		any = append(any, index.TagIs{Key: key})
	}
	list, err := l.foundBy(ctx, st, index.Or{Of: any}, index.Options{IncludeHidden: true})
	if err != nil {
		return nil, err
	}
	p, err := l.planEach(ctx, st, Undone, list, func(b Bookmark) Bookmark {
		b.Tags = respelled(b.Tags, old)
		return b
	})
	if err == nil {
		p.undoes, p.title = target.Number, target.Title
	}
	return p, err
}

// labels returns the library's spelling, by key, of the tags that taking items
// back may bring back.
func (l *Library) labels(ctx context.Context, st *state, items []changeItem) (map[string]string, error) {
	labels := make(map[string]string)
	var tags []string
	for i := range items {
		if !items[i].Mask.Has(FieldTags) {
			continue
		}
		before, _ := items[i].values()
		for _, t := range before.Tags {
			if key := text.TagKey(t); labels[key] == "" {
				labels[key] = t
				tags = append(tags, t)
			}
		}
	}
	spelled, err := l.spell(ctx, st, tags)
	if err != nil {
		return nil, err
	}
	for i, t := range tags {
		labels[text.TagKey(t)] = spelled[i]
	}
	return labels, nil
}

// respelled returns tags in the spelling of labels, where they have one.
func respelled(tags []string, labels map[string]string) []string {
	out := make([]string, len(tags))
	for i, t := range tags {
		if out[i] = t; len(labels) > 0 {
			if label, ok := labels[text.TagKey(t)]; ok {
				out[i] = label
			}
		}
	}
	return out
}
