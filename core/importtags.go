package core

import (
	"context"

	"pinfold/core/text"
)

// tags returns the entry's own tags, then its folders as tags.
func (im *importer) tags(e *Entry) []string {
	folders := make([]string, 0, len(e.Folders))
	for _, f := range e.Folders {
		if t := FolderTag(f); t != "" {
			folders = append(folders, t)
			im.folder(t)
		}
	}
	if im.o.NoFolders {
		folders = nil
	}
	tags := JoinTags(e.Tags, folders)
	if len(tags) > MaxTags {
		tags = tags[:MaxTags]
		im.warn(e, "Only the first 256 tags were taken.")
	}
	return tags
}

// folder counts a folder by the tag that it becomes, and names the first ones.
func (im *importer) folder(tag string) {
	key := text.TagKey(tag)
	if im.folders[key] {
		return
	}
	im.folders[key] = true
	im.report.Folders++
	if len(im.report.FirstFolders) < maxNewTags {
		im.report.FirstFolders = append(im.report.FirstFolders, tag)
	}
}

// tagIsNew counts a tag that the library has not, and names the first ones.
func (im *importer) tagIsNew(tag string, has bool) {
	if has {
		return
	}
	im.report.NewTags++
	if len(im.report.FirstNewTags) < maxNewTags {
		im.report.FirstNewTags = append(im.report.FirstNewTags, tag)
	}
}

// spell gives tags the library's spelling, or the first one in the file.
func (im *importer) spell(ctx context.Context, tags []string) ([]string, error) {
	for i, t := range tags {
		key := text.TagKey(t)
		im.tagged[key] = true
		label, ok := im.labels[key]
		if !ok {
			var spelled []string
			var has []bool
			err := im.look(ctx, func(st *state) (err error) {
				spelled, has, err = im.l.spelled(ctx, st, tags[i:i+1])
				return err
			})
			if err != nil {
				return nil, err
			}
			label = spelled[0]
			im.labels[key] = label
			im.tagIsNew(label, has[0])
		}
		tags[i] = label
	}
	return tags, nil
}
