package netscape

import "strings"

// A folder is an open list. One that gives no tag has no name.
type folder struct {
	name   string
	unread bool // Safari's reading list
	named  bool // it has a name, or one around it has
}

// maxDepth is how deep lists are told apart; deeper ones count as the last.
const maxDepth = 1000

// newFolder returns the folder with that heading; within says that one with a
// name stands around it.
func newFolder(name string, attrs map[string]string, within bool) folder {
	name = strings.Join(strings.Fields(name), " ")
	if attrs["id"] == "com.apple.ReadingList" || strings.EqualFold(name, "Reading List") {
		return folder{unread: true}
	}
	_, toolbar := attrs["personal_toolbar_folder"]
	_, unfiled := attrs["unfiled_bookmarks_folder"]
	if toolbar || unfiled || IsRoot(name, within) {
		return folder{}
	}
	return folder{name: name}
}

// IsRoot says that a name is that of a browser's own folder, which says nothing
// about what is in it. What is a plain word may be a person's folder: it is a
// root only where none with a name stands around it, as within says.
func IsRoot(name string, within bool) bool {
	name = strings.ToLower(name)
	return isOwnName(name) || !within && isPlainWord(name)
}

// isPlainWord knows the roots that are called by a word for bookmarks or menus.
func isPlainWord(lower string) bool {
	switch lower {
	case "bookmarks", "toolbar", "menu", "unfiled", "unsorted", "favorites", "favourites", "links", "imported",
		"lesezeichen", "favoriten", "marque-pages", "favoris", "marcadores", "favoritos", "segnalibri", "preferiti",
		"bladwijzers", "zakładki", "закладки":
		return true
	}
	return false
}

// isOwnName knows the roots whose names nobody gives a folder of their own.
func isOwnName(lower string) bool {
	switch lower {
	case "bookmarks bar", "bookmarks toolbar", "bookmarks menu", "bookmark bar", "other bookmarks",
		"mobile bookmarks", "synced bookmarks", "unfiled bookmarks", "unsorted bookmarks", "all bookmarks",
		"favorites bar", "favorites toolbar", "favourites bar", "other favorites",
		"personal toolbar folder", "recently bookmarked",
		"lesezeichenleiste", "lesezeichen-symbolleiste", "lesezeichen-menü", "weitere lesezeichen", "mobile lesezeichen", "favoritenleiste",
		"barre personnelle", "barre de favoris", "barre des favoris", "autres favoris", "autres marque-pages", "menu des marque-pages",
		"barra de marcadores", "otros marcadores", "outros favoritos", "barra de favoritos",
		"barra dei segnalibri", "barra dei preferiti", "altri preferiti", "altri segnalibri",
		"bladwijzerbalk", "andere bladwijzers", "pasek zakładek", "inne zakładki",
		"панель закладок", "другие закладки", "ブックマーク バー", "ブックマークバー", "その他のブックマーク", "書籤列", "其他書籤", "书签栏", "其他书签", "收藏夹栏":
		return true
	}
	return false
}
