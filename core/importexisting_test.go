package core_test

import (
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

func one(list ...core.Entry) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		for i, e := range list {
			e.Number = i + 1
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestAnImportMergesOverwritesOrKeepsWhatIsThere(t *testing.T) {
	early, late := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	file := func() iter.Seq2[core.Entry, error] {
		return one(
			core.Entry{URL: "https://a.example/", Title: "Theirs", Description: "their words", Tags: []string{"b", "new"}, Private: core.No, Created: late},
			core.Entry{URL: "https://a.example/", Title: "Again", Tags: []string{"c"}, Private: core.No, Created: late},
			core.Entry{URL: "https://b.example/", Title: "Other", Folders: []string{"A Folder"}, Private: core.No, Created: late},
		)
	}
	for name, want := range map[core.Existing]core.Bookmark{
		core.MergeExisting:     {Title: "Mine", Description: "my words", Tags: []string{"a", "b", "new", "c"}, Created: early},
		core.OverwriteExisting: {Title: "Theirs", Description: "their words", Tags: []string{"b", "new", "c"}, Created: late},
		core.KeepExisting:      {Title: "Mine", Description: "my words", Tags: []string{"a", "b"}, Created: early},
	} {
		l, _, _ := newLibrary(t)
		_, err := l.Import(ctx(), one(core.Entry{URL: "https://a.example/", Title: "Mine", Description: "my words", Tags: []string{"a", "b"}, Private: core.No, Created: early}), core.ImportOptions{}, nil)
		require.NoError(t, err)
		plan, err := l.Import(ctx(), file(), core.ImportOptions{Existing: name, Plan: true}, nil)
		require.NoError(t, err)
		r, err := l.Import(ctx(), file(), core.ImportOptions{Existing: name}, nil)
		require.NoError(t, err)
		r.Change = 0
		require.Equal(t, plan, r, "the plan is what happens")
		require.Equal(t, [4]int{1, 2, 1, 2}, [4]int{r.Stored, r.Merged, r.Conflicts, r.NewTags - 1}, "%v", name)
		require.Equal(t, []string{"new", "c", "a-folder"}, r.FirstNewTags)
		require.Equal(t, 1, r.Doubles)
		require.Equal(t, name != core.KeepExisting, r.Changed == 1)
		m, err := l.ByURL(ctx(), "https://a.example/")
		require.NoError(t, err)
		got := *m.Exact
		require.Equal(t, want, core.Bookmark{Title: got.Title, Description: got.Description, Tags: got.Tags, Created: got.Created}, "%v", name)
		require.Empty(t, l.Check(ctx(), nil))
	}
}

func TestFoldersGiveNoTagsWhenTheyAreNotWanted(t *testing.T) {
	l, _, _ := newLibrary(t)
	_, err := l.Import(ctx(), one(core.Entry{URL: "https://a.example/", Tags: []string{"own"}, Folders: []string{"Folder"}}), core.ImportOptions{NoFolders: true}, nil)
	require.NoError(t, err)
	m, err := l.ByURL(ctx(), "https://a.example/")
	require.NoError(t, err)
	require.Equal(t, []string{"own"}, m.Exact.Tags)
}

// TestWhatAnImportAddsToKeepsItsPlace imports three of one instant, and then
// tags for the one in the middle.
func TestWhatAnImportAddsToKeepsItsPlace(t *testing.T) {
	l, _, _ := newLibrary(t)
	instant := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	var three []core.Entry
	for _, title := range []string{"third", "second", "first"} {
		three = append(three, core.Entry{URL: "https://" + title + ".example/", Title: title, Created: instant})
	}
	_, err := l.Import(ctx(), one(three...), core.ImportOptions{}, nil)
	require.NoError(t, err)
	before := titles(t, l, "")
	require.Equal(t, []string{"third", "second", "first"}, before)
	tagged := core.Entry{URL: "https://second.example/", Tags: []string{"go"}, Created: instant}
	r, err := l.Import(ctx(), one(tagged), core.ImportOptions{}, nil)
	require.NoError(t, err)
	require.Equal(t, 1, r.Changed)
	require.Equal(t, before, titles(t, l, ""))
	require.Equal(t, []string{"second"}, titles(t, l, "#go"))
}

// TestAFileThatDoesNotSayLeavesTheFlagAsItIs imports a file without flags over a
// bookmark that has one, with a default that is the other.
func TestAFileThatDoesNotSayLeavesTheFlagAsItIs(t *testing.T) {
	silent := core.Entry{URL: "https://a.example/", Title: "B"}
	private, public := silent, silent
	private.Private, public.Private = core.Yes, core.No
	for _, how := range []core.Existing{core.MergeExisting, core.OverwriteExisting} {
		for _, was := range []core.Tristate{core.Yes, core.No} {
			is := was == core.Yes
			for name, c := range map[string]struct {
				file []core.Entry
				want bool
			}{
				"silent":              {[]core.Entry{silent}, is},
				"silent twice":        {[]core.Entry{silent, silent}, is},
				"silent, then said":   {[]core.Entry{silent, private}, true},
				"said, then silent":   {[]core.Entry{private, silent}, true},
				"public, then silent": {[]core.Entry{public, silent}, is && how == core.MergeExisting},
				"silent, then public": {[]core.Entry{silent, public}, is && how == core.MergeExisting},
			} {
				l, _, _ := newLibrary(t)
				_, err := l.Import(ctx(), one(core.Entry{URL: "https://a.example/", Title: "A", Private: was}), core.ImportOptions{}, nil)
				require.NoError(t, err)
				_, err = l.Import(ctx(), one(c.file...), core.ImportOptions{Existing: how, Private: !is}, nil)
				require.NoError(t, err)
				m, err := l.ByURL(ctx(), "https://a.example/")
				require.NoError(t, err)
				require.Equal(t, c.want, m.Exact.Private, "%s over %v in way %v", name, was, how)
				require.Empty(t, l.Check(ctx(), nil))
			}
		}
	}
}
