package core

import (
	"context"
	"strings"

	"pinfold/core/index"
	"pinfold/core/text"
)

// A TagCount is a tag in the library's spelling and how many live bookmarks
// have it.
type TagCount struct {
	Tag   string
	Count int
}

// Tags returns the tags that begin with prefix, the most used first, at most
// limit of them (0: all), and how many there are in all.
func (l *Library) Tags(ctx context.Context, prefix string, limit int) (tags []TagCount, total int, err error) {
	key := text.TagKey(prefix)
	err = l.read(ctx, func(st *state) error {
		all, err := l.tagTable(ctx, st)
		tags, total = tags[:0], 0
		for _, t := range all {
			if !strings.HasPrefix(t.key, key) {
				continue
			}
			total++
			if limit == 0 || len(tags) < limit {
				tags = append(tags, TagCount{Tag: t.label, Count: t.count})
			}
		}
		return err
	})
	return tags, total, err
}

// A tagRow is a tag with its folded key and its search form without diacritics.
type tagRow struct {
	key, folded, label string
	count              int
}

// tagTable returns every tag, the most used first. It is made once a state.
func (l *Library) tagTable(ctx context.Context, st *state) ([]tagRow, error) {
	v, err := l.view(ctx, st)
	if err != nil {
		return nil, err
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.tags != nil {
		return st.tags, nil
	}
	counts, err := v.Tags(ctx)
	if err != nil {
		return nil, err
	}
	st.tags = make([]tagRow, len(counts))
	for i, c := range counts {
		st.tags[i] = tagRow{key: c.Tag.Key, folded: text.Fold(c.Tag.Label), label: c.Tag.Label, count: c.Count}
	}
	return st.tags, nil
}

// spell returns tags in the library's spelling: the first one used stays.
func (l *Library) spell(ctx context.Context, st *state, tags []string) ([]string, error) {
	out, _, err := l.spelled(ctx, st, tags)
	return out, err
}

// spelled is spell, and says which of the tags the library has.
func (l *Library) spelled(ctx context.Context, st *state, tags []string) (out []string, has []bool, err error) {
	if len(tags) == 0 {
		return tags, nil, nil
	}
	out, has = make([]string, len(tags)), make([]bool, len(tags))
	for i, t := range tags {
		key := text.TagKey(t)
		label, ok := st.journaled().labels[key]
		if !ok {
			if label, ok, err = st.base.Label(ctx, key); err != nil {
				return nil, nil, err
			}
		}
		if out[i], has[i] = t, ok; ok {
			out[i] = label
		}
	}
	return out, has, nil
}

// RenameTag gives every bookmark that has the tag from the tag to in its
// place, in the trash too. If to exists already the two become one, in its
// spelling; if they differ only in case the spelling changes.
func (l *Library) RenameTag(ctx context.Context, from, to string, op OpID) (Result, error) {
	from, to = CleanTag(from), CleanTag(to)
	if from == "" || to == "" {
		return Result{}, errorOf(Invalid, "A tag needs a name. Type one, then try again.", nil)
	}
	key := text.TagKey(from)
	c, err := l.change(ctx, op, func(st *state) (*plan, error) {
		name := to
		if text.TagKey(to) != key {
			spelled, err := l.spell(ctx, st, []string{to})
			if err != nil {
				return nil, err
			}
			name = spelled[0]
		}
		return l.planTag(ctx, st, TagRenamed, from, func(tags []string) []string { return renamed(tags, key, name) })
	})
	return Result{Change: c.Number, Count: c.Count}, err
}

// renamed puts name in the place of the tag with that key.
func renamed(tags []string, key, name string) []string {
	out := make([]string, len(tags))
	for i, t := range tags {
		if out[i] = t; text.TagKey(t) == key {
			out[i] = name
		}
	}
	return CleanTags(out)
}

// DeleteTag takes the tag from every bookmark that has it, in the trash too.
func (l *Library) DeleteTag(ctx context.Context, tag string, op OpID) (Result, error) {
	tag = CleanTag(tag)
	c, err := l.change(ctx, op, func(st *state) (*plan, error) {
		return l.planTag(ctx, st, TagDeleted, tag, func(tags []string) []string { return DropTags(tags, []string{tag}) })
	})
	return Result{Change: c.Number, Count: c.Count}, err
}

// planTag plans edit for the tags of every bookmark that has tag.
func (l *Library) planTag(ctx context.Context, st *state, kind Kind, tag string, edit func([]string) []string) (*plan, error) {
	list, err := l.foundBy(ctx, st, index.TagIs{Key: text.TagKey(tag)}, index.Options{IncludeHidden: true})
	if err != nil {
		return nil, err
	}
	p, err := l.planEach(ctx, st, kind, list, func(b Bookmark) Bookmark {
		b.Tags = edit(b.Tags)
		return b
	})
	if err != nil {
		return nil, err
	}
	p.title = tag
	return p, nil
}
