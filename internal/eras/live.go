package main

import (
	"context"
	"fmt"
	"time"

	"pinfold/core"
)

// imported is how many bookmarks the library begins with: so many that what the
// import did is kept in blobs of its own.
const imported = 70

// live gives the library every kind of blob and of change: segments, one with
// tombstones, history, items, and a journal of several records.
func live(ctx context.Context, l *core.Library) error {
	steps := []func(context.Context, *core.Library) error{
		importMany, flush, retag, flush, saveSome, deleteSome, flush, lastChanges, settings,
	}
	for _, step := range steps {
		if err := step(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

func flush(ctx context.Context, l *core.Library) error { return l.Flush(ctx, 0) }

func importMany(ctx context.Context, l *core.Library) error {
	_, err := l.Import(ctx, func(yield func(core.Entry, error) bool) {
		for n := range imported {
			if !yield(entry(n), nil) {
				return
			}
		}
	}, core.ImportOptions{Name: "old.html"}, nil)
	return err
}

func entry(n int) core.Entry {
	e := core.Entry{
		URL:   fmt.Sprintf("https://host%d.example.org/page/%d", n%7, n),
		Title: fmt.Sprintf("Page %d about ropes", n), Description: "Tie it twice. Grüße aus Köln, 東京.",
		Tags: []string{"imported", fmt.Sprintf("t%d", n%5)}, Created: time.Date(2015, 3, 1+n, 8, 0, 0, 0, time.UTC),
		Private: core.Yes, Unread: n%9 == 0, Number: n + 1,
	}
	switch n % 10 {
	case 3:
		e.Title, e.Description = e.URL, ""
	case 6:
		e.Private, e.Tags = core.No, nil
	}
	return e
}

// retag leaves tombstones in the first segment.
func retag(ctx context.Context, l *core.Library) error {
	unread := true
	if _, err := l.Update(ctx, core.Selection{Query: "#t3"}, core.Edit{AddTags: []string{"Kept"}, Unread: &unread}, core.OpID{3}); err != nil {
		return err
	}
	if _, err := l.RenameTag(ctx, "t4", "four", core.OpID{4}); err != nil {
		return err
	}
	_, err := l.DeleteTag(ctx, "t2", core.OpID{5})
	return err
}

func save(ctx context.Context, l *core.Library, url, title string, tags ...string) (core.Result, error) {
	b := core.Bookmark{URL: url, Title: title, Description: "“Quoted” words", Tags: tags, Private: true}
	return l.Save(ctx, core.Save{Bookmark: b, Touched: core.AllFields})
}

func saveSome(ctx context.Context, l *core.Library) error {
	for n := range 12 {
		if _, err := save(ctx, l, fmt.Sprintf("https://saved.example/%d", n), fmt.Sprintf("Saved %d in Google's way", n), "saved", "Kept"); err != nil {
			return err
		}
	}
	return nil
}

// deleteSome fills the trash, empties a part of it, and takes one thing back.
func deleteSome(ctx context.Context, l *core.Library) error {
	deleted, err := l.Delete(ctx, core.Selection{Query: "title:page #t1"}, core.OpID{6})
	if err != nil {
		return err
	}
	if _, err := l.Undo(ctx, deleted.Change, core.OpID{7}); err != nil {
		return err
	}
	if _, err := l.Delete(ctx, core.Selection{Query: "is:unread #imported"}, core.OpID{8}); err != nil {
		return err
	}
	trash, err := l.Search(ctx, core.Search{Query: "is:trashed", Limit: 2})
	if err != nil {
		return err
	}
	_, err = l.Purge(ctx, core.Selection{IDs: []core.ID{trash.Bookmarks[0].ID, trash.Bookmarks[1].ID}}, time.Time{}, core.OpID{9})
	return err
}

// lastChanges stay in the journal.
func lastChanges(ctx context.Context, l *core.Library) error {
	if _, err := save(ctx, l, "https://journal.example/", "In the journal", "journal"); err != nil {
		return err
	}
	if _, err := save(ctx, l, "https://saved.example/1", "Saved again", "saved"); err != nil {
		return err
	}
	_, err := l.Delete(ctx, core.Selection{Query: "title:saved title:2"}, core.OpID{10})
	return err
}

func settings(ctx context.Context, l *core.Library) error {
	return l.Set(ctx, map[string]string{"name": "jm", "search:k1": `{"name":"Knots","query":"ropes #Kept"}`})
}
