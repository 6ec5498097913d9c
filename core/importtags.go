package core

import (
	"context"

	"pinfold/core/text"
)

// tags returns the entry's own tags, then its folders as tags.
func (g *gatherer) tags(e *Entry) []string {
	folders := make([]string, 0, len(e.Folders))
	for _, f := range e.Folders {
		if t := FolderTag(f); t != "" {
			folders = append(folders, t)
			g.folder(t)
		}
	}
	if g.o.NoFolders {
		folders = nil
	}
	tags := JoinTags(e.Tags, folders)
	first := firstTags(tags)
	switch {
	case len(first) == MaxTags && len(tags) > MaxTags:
		g.warn(e, "Only the first 256 tags were taken.")
	case len(first) < len(tags):
		g.warn(e, "Only the first 200 KB of tags were taken.")
	}
	return first
}

// folder counts a folder by the tag that it becomes, and names the first ones.
func (g *gatherer) folder(tag string) {
	key := text.TagKey(tag)
	if g.folders[key] {
		return
	}
	g.folders[key] = true
	g.report.Folders++
	if len(g.report.FirstFolders) < maxNewTags {
		g.report.FirstFolders = append(g.report.FirstFolders, tag)
	}
}

// tagIsNew counts a tag that the library has not, and names the first ones.
func (g *gatherer) tagIsNew(tag string, has bool) {
	if has {
		return
	}
	g.report.NewTags++
	if len(g.report.FirstNewTags) < maxNewTags {
		g.report.FirstNewTags = append(g.report.FirstNewTags, tag)
	}
}

// spell gives tags the library's spelling, or the first one in the file.
func (g *gatherer) spell(ctx context.Context, tags []string) ([]string, error) {
	for i, t := range tags {
		key := text.TagKey(t)
		g.tagged[key] = true
		label, ok := g.labels[key]
		if !ok {
			var has bool
			var err error
			if label, has, err = g.known.spelling(ctx, t); err != nil {
				return nil, err
			}
			g.labels[key] = label
			g.tagIsNew(label, has)
		}
		tags[i] = label
	}
	return tags, nil
}
