package main

import (
	"context"
	"fmt"
	"path/filepath"

	"pinfold/internal/browser"
	"pinfold/internal/drive"
)

// fill imports the library that the person wants to see, once: a kept profile
// has it already.
func fill(ctx context.Context, b browser.Browser, name string, bookmarks []byte) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	page, err := b.Open(ctx, b.Address()+"library.html")
	if err != nil {
		return err
	}
	defer page.Close(ctx)
	n, err := drive.Count(ctx, page)
	if err != nil {
		return err
	}
	if n > 0 {
		if name != filepath.Base(demo) {
			fmt.Printf("this profile has %d bookmarks already, so %s was not imported: import it on the options page, or name an empty folder\n", n, name)
		}
		return nil
	}
	n, err = drive.Import(ctx, b, name, bookmarks)
	if err != nil {
		return fmt.Errorf("import %s: %w", name, err)
	}
	fmt.Printf("imported %s: %d bookmarks\n", name, n)
	return nil
}

// found is what a search answers, as far as it is printed.
type found struct {
	Total     any `json:"total"`
	Bookmarks []struct {
		Title string   `json:"title"`
		URL   string   `json:"url"`
		Tags  []string `json:"tags"`
	} `json:"bookmarks"`
}

// check is `run` without anybody to look: it imports, asks for the most used
// tag, opens that tag's page in the library and prints what is there.
func check(ctx context.Context, b browser.Browser, name string, bookmarks []byte) error {
	if err := fill(ctx, b, name, bookmarks); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	page, err := b.Open(ctx, b.Address()+"library.html")
	if err != nil {
		return err
	}
	var tags struct {
		Tags []struct {
			Tag   string
			Count int
		}
	}
	if err := drive.Ask(ctx, page, "tags", map[string]any{"limit": 1}, &tags); err != nil {
		return err
	}
	if len(tags.Tags) == 0 {
		return fmt.Errorf("the library has no tags")
	}
	query := "#" + tags.Tags[0].Tag
	var got found
	err = drive.Ask(ctx, page, "search", map[string]any{"query": query, "limit": 5, "want": []string{"total"}}, &got)
	if err != nil {
		return err
	}
	return report(ctx, page, b, query, got)
}

// report prints what was found and holds the library page to it.
func report(ctx context.Context, page browser.Page, b browser.Browser, query string, got found) error {
	fmt.Printf("%s: %v found in %s\n", query, got.Total, b.Name())
	for _, m := range got.Bookmarks {
		fmt.Printf("  %s\n    %s\n    %v\n", m.Title, m.URL, m.Tags)
	}
	if len(got.Bookmarks) == 0 {
		return fmt.Errorf("nothing found for %s", query)
	}
	if err := page.Navigate(ctx, b.Address()+drive.LibraryAt(query)); err != nil {
		return err
	}
	err := browser.Until(ctx, "the library page to show "+got.Bookmarks[0].Title, func() (bool, error) {
		return browser.Truth(ctx, page, `(title) => document.body.innerText.includes(title)`, got.Bookmarks[0].Title)
	})
	if err != nil {
		return err
	}
	if reported := b.Errors(); len(reported) > 0 {
		return fmt.Errorf("the pages reported errors: %q", reported)
	}
	fmt.Println("the library page shows them")
	return nil
}
