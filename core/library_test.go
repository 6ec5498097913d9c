package core_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

func TestWhatIsSavedIsFound(t *testing.T) {
	l, m, w := newLibrary(t)
	save(t, l, "https://example.org/b", "A tide table", "sea", "maps")
	save(t, l, "https://example.org/k", "Knots", "Rope", "sea")
	require.Equal(t, []string{"Knots", "A tide table"}, titles(t, l, "#sea"))
	require.Equal(t, []string{"Knots"}, titles(t, l, "#sea #rope"))
	require.Equal(t, []string{"A tide table"}, titles(t, l, "tide"))
	require.Equal(t, []string{"Knots", "A tide table"}, titles(t, l, "site:example.org"))
	require.Equal(t, []string{"Knots", "A tide table"}, titles(t, l, "site:org"))
	again := openLibrary(t, m, w)
	require.Equal(t, []string{"Knots"}, titles(t, again, "knots -maps"))
}

func TestOpeningReadsNeitherDocumentsNorIndex(t *testing.T) {
	l, m, w := newLibrary(t)
	saveMany(t, l, 300, "tag")
	m.Fail(nil)
	openLibrary(t, m, w)
	c := m.Counts()
	require.Equal(t, 1, c.Head)
	require.Zero(t, c.Read+c.List+c.Put+c.Commit)
}

func TestSavingAnAddressAgainKeepsWhatWasNotTouched(t *testing.T) {
	l, _, _ := newLibrary(t)
	first := save(t, l, "https://Example.org:443/a", "Mine", "one")
	r, err := l.Save(ctx(), core.Save{
		Bookmark: core.Bookmark{URL: "https://example.org/a", Title: "The page's", Description: "typed", Tags: []string{"two", "ONE"}},
		Touched:  core.FieldTags | core.FieldDescription,
	})
	require.NoError(t, err)
	require.True(t, r.Existed)
	require.Equal(t, first.Bookmark.ID, r.Bookmark.ID)
	require.Equal(t, "Mine", r.Bookmark.Title)
	require.Equal(t, "typed", r.Bookmark.Description)
	require.Equal(t, []string{"one", "two"}, r.Bookmark.Tags)
	require.True(t, r.Bookmark.Private)
	require.Equal(t, "https://Example.org:443/a", r.Bookmark.URL)
	require.Equal(t, first.Bookmark.Created, r.Bookmark.Created)
}

func TestAnOperationIsCarriedOutOnce(t *testing.T) {
	l, m, w := newLibrary(t)
	s := core.Save{Bookmark: core.Bookmark{URL: "https://example.org/", Title: "T"}, Touched: core.AllFields, Op: op(1)}
	first, err := l.Save(ctx(), s)
	require.NoError(t, err)
	_, err = l.Delete(ctx(), ids(first.Bookmark.ID), op(2))
	require.NoError(t, err)
	again, err := openLibrary(t, m, w).Save(ctx(), s)
	require.NoError(t, err)
	require.Equal(t, first.Bookmark.ID, again.Bookmark.ID)
	require.False(t, again.Bookmark.Live(), "the repeat changed nothing")
}

func TestASecondBookmarkOfOneAddressIsRefusedAndNamed(t *testing.T) {
	l, _, _ := newLibrary(t)
	one := save(t, l, "https://example.org/1", "One")
	two := save(t, l, "https://example.org/2", "Two")
	two.Bookmark.URL = "HTTPS://EXAMPLE.ORG/1"
	_, err := l.Save(ctx(), core.Save{Bookmark: two.Bookmark, Touched: core.FieldURL})
	var e *core.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, core.Duplicate, e.Code)
	require.Equal(t, one.Bookmark.ID, e.ID)
}

func TestRefusedAddressesAreNamed(t *testing.T) {
	l, _, _ := newLibrary(t)
	for _, url := range []string{"javascript:alert(1)", "data:text/html,x", "", "relative/path", "java\tscript:alert(1)", "http://", "chrome://settings"} {
		_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url, Title: "T"}, Touched: core.AllFields})
		require.Equal(t, core.Invalid, core.CodeOf(err), url)
	}
	r := save(t, l, " https://user:secret@example.org/x ", "T")
	require.True(t, r.Stripped)
	require.Equal(t, "https://example.org/x", r.Bookmark.URL)
}

func TestDeleteRestoreUndo(t *testing.T) {
	l, _, _ := newLibrary(t)
	a := save(t, l, "https://example.org/a", "A", "t")
	del, err := l.Delete(ctx(), ids(a.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	require.Equal(t, 1, del.Count)
	require.Empty(t, titles(t, l, ""))
	require.Equal(t, []string{"A"}, titles(t, l, "is:trashed"))
	tags, total, err := l.Tags(ctx(), "", 0)
	require.NoError(t, err)
	require.Empty(t, tags)
	require.Zero(t, total)

	undone, err := l.Undo(ctx(), del.Change, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, []string{"A"}, titles(t, l, "#t"))
	_, err = l.Undo(ctx(), undone.Change, core.OpID{})
	require.NoError(t, err)
	require.Empty(t, titles(t, l, ""), "undoing the undo")
	b := save(t, l, "https://example.org/a", "New A")
	_, err = l.Restore(ctx(), ids(a.Bookmark.ID), core.OpID{})
	require.Equal(t, core.Duplicate, core.CodeOf(err))
	m, err := l.ByURL(ctx(), "https://example.org/a#x")
	require.NoError(t, err)
	require.Nil(t, m.Exact)
	require.Equal(t, b.Bookmark.ID, m.Variants[0].ID)
	_, err = l.Purge(ctx(), inTrash, time.Time{}, core.OpID{})
	require.NoError(t, err)
	require.Empty(t, titles(t, l, "is:trashed"))
	require.Equal(t, []string{"New A"}, titles(t, l, ""))
}

func TestOnlyWhatIsSelectedAndWasInTheTrashByThenIsPurged(t *testing.T) {
	l, _, w := newLibrary(t)
	save(t, l, url(1), "One", "a")
	save(t, l, url(2), "Two", "b")
	save(t, l, url(3), "Three", "a")
	_, err := l.Delete(ctx(), core.Selection{Query: "one OR two"}, core.OpID{})
	require.NoError(t, err)
	asked := w.now
	_, err = l.Delete(ctx(), core.Selection{Query: "three"}, core.OpID{})
	require.NoError(t, err)
	_, err = l.Purge(ctx(), core.Selection{}, time.Time{}, core.OpID{})
	require.Equal(t, core.Invalid, core.CodeOf(err), "nothing selected is not all")
	r, err := l.Purge(ctx(), core.Selection{Query: "is:trashed #a"}, asked, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, 1, r.Count)
	require.Equal(t, []string{"Three", "Two"}, titles(t, l, "is:trashed sort:title"))
}

func TestTagsAreRenamedMergedAndDeletedEverywhere(t *testing.T) {
	l, _, _ := newLibrary(t)
	saveMany(t, l, 100, "golang", "x")
	save(t, l, "https://example.org/go", "Q", "Go", "golang")
	r, err := l.RenameTag(ctx(), "GOLANG", "go", core.OpID{})
	require.NoError(t, err)
	require.Equal(t, 101, r.Count)
	tags, _, err := l.Tags(ctx(), "", 0)
	require.NoError(t, err)
	require.Equal(t, []core.TagCount{{Tag: "Go", Count: 101}, {Tag: "x", Count: 100}}, tags)
	_, err = l.Undo(ctx(), r.Change, core.OpID{})
	require.NoError(t, err)
	require.Len(t, titles(t, l, "#golang"), 101)
	r, err = l.DeleteTag(ctx(), "x", core.OpID{})
	require.NoError(t, err)
	require.Equal(t, 100, r.Count)
	require.Empty(t, titles(t, l, "#x"))
	_, err = l.RenameTag(ctx(), "go", "GO", core.OpID{})
	require.NoError(t, err)
	tags, _, err = l.Tags(ctx(), "g", 1)
	require.NoError(t, err)
	require.Equal(t, []string{"golang"}, tagNames(tags))
}

func TestTheSpellingBelongsToTheTag(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, "https://example.org/1", "One", "JavaScript")
	r := save(t, l, "https://example.org/2", "Two", "javascript", "new")
	require.Equal(t, []string{"JavaScript", "new"}, r.Bookmark.Tags)
}

func TestTwoWindowsLoseNobodysField(t *testing.T) {
	l, m, w := newLibrary(t)
	other := openLibrary(t, m, w)
	a := save(t, l, "https://example.org/", "Title", "t")
	_, err := other.Save(ctx(), core.Save{Bookmark: core.Bookmark{ID: a.Bookmark.ID, URL: a.Bookmark.URL, Description: "from the other"}, Touched: core.FieldDescription})
	require.NoError(t, err)
	r, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{ID: a.Bookmark.ID, URL: a.Bookmark.URL, Title: "from this"}, Touched: core.FieldTitle})
	require.NoError(t, err)
	require.Equal(t, "from this", r.Bookmark.Title)
	require.Equal(t, "from the other", r.Bookmark.Description)
}

func TestCompletion(t *testing.T) {
	l, _, _ := newLibrary(t)
	saveMany(t, l, 3, "streaming")
	saveMany(t, l, 1, "stripe", "payments")
	saveMany(t, l, 5, "data-structures")
	saveMany(t, l, 2, "infrastructure")
	saveMany(t, l, 1, "str")
	list, err := l.Complete(ctx(), "STR", nil, 7)
	require.NoError(t, err)
	require.Equal(t, []string{"str", "streaming", "stripe", "data-structures", "infrastructure"}, tagNames(list))
	list, err = l.Complete(ctx(), "str", []string{"payments", "Str"}, 7)
	require.NoError(t, err)
	require.Equal(t, []string{"stripe", "streaming", "data-structures", "infrastructure"}, tagNames(list))
	near, ok, err := l.NearTag(ctx(), "stripes")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "stripe", near.Tag)
}

func TestSuggestions(t *testing.T) {
	l, _, _ := newLibrary(t)
	for _, s := range [][2]string{{"/a", "Consul in production"}, {"/b", "Service discovery at scale"}, {"/c", "Payments"}} {
		save(t, l, "https://stripe.example"+s[0], s[1], "stripe", "ops")
	}
	save(t, l, "https://elsewhere.example/", "Consul and raft", "consul", "distsys")
	list, err := l.Suggest(ctx(), core.PageInfo{URL: "https://stripe.example/new", Title: "Consul again", Keywords: []string{"Raft", "Ops"}, Tags: []string{"ops"}}, 8)
	require.NoError(t, err)
	reasons := make(map[string]string)
	for _, s := range list {
		reasons[s.Tag] = s.Reason
	}
	require.Equal(t, "stripe", list[0].Tag)
	require.Equal(t, "words", reasons["consul"])
	require.Equal(t, "page", reasons["raft"])
	require.NotContains(t, reasons, "ops", "typed already")
}

func TestSettingsBelongToTheLibrary(t *testing.T) {
	l, m, w := newLibrary(t)
	require.NoError(t, l.Set(ctx(), map[string]string{"private": "no", "name": "jm"}))
	r, err := openLibrary(t, m, w).Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: "https://example.org/", Title: "T"}, Touched: core.FieldTitle})
	require.NoError(t, err)
	require.False(t, r.Bookmark.Private)
	require.NoError(t, l.Set(ctx(), map[string]string{"name": ""}))
	s, err := l.Settings(ctx())
	require.NoError(t, err)
	require.Equal(t, map[string]string{"private": "no"}, s)
}

// TestASaveThatIsDoneIsNoErrorThoughItCannotBeReadBack fails every read of a save
// that turns the journal into a segment.
func TestASaveThatIsDoneIsNoErrorThoughItCannotBeReadBack(t *testing.T) {
	l, m, _ := newLibrary(t)
	saveMany(t, l, 256, "t")
	m.Fail(func(call string, _ int) (error, bool) {
		if call == "read" {
			return &core.Error{Code: core.Closed, Message: "The storage failed: nothing was changed."}, false
		}
		return nil, false
	})
	r, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(1), Title: "T", Tags: []string{"t"}}, Touched: core.AllFields})
	m.Fail(nil)
	require.NoError(t, err)
	require.NotZero(t, r.Change)
	require.Equal(t, "T", r.Bookmark.Title)
	read, err := l.Get(ctx(), r.Bookmark.ID)
	require.NoError(t, err)
	require.Equal(t, read, r.Bookmark)
}
