package netscape

import "strings"

// A folder is an open list. One that gives no tag has no name.
type folder struct {
	name   string
	unread bool // Safari's reading list
}

// maxDepth is how deep lists are told apart; deeper ones count as the last.
const maxDepth = 1000

// newFolder returns the folder with that heading.
func newFolder(name string, attrs map[string]string) folder {
	name = strings.Join(strings.Fields(name), " ")
	if attrs["id"] == "com.apple.ReadingList" || strings.EqualFold(name, "Reading List") {
		return folder{unread: true}
	}
	_, toolbar := attrs["personal_toolbar_folder"]
	_, unfiled := attrs["unfiled_bookmarks_folder"]
	if toolbar || unfiled || IsRoot(name) {
		return folder{}
	}
	return folder{name: name}
}

// IsRoot says that a name is that of a browser's own folder, which says
// nothing about what is in it.
func IsRoot(name string) bool {
	switch strings.ToLower(name) {
	case "bookmarks", "bookmarks bar", "bookmarks toolbar", "bookmarks menu", "bookmark bar", "toolbar", "menu", "other bookmarks",
		"mobile bookmarks", "synced bookmarks", "unfiled", "unfiled bookmarks", "unsorted", "unsorted bookmarks", "all bookmarks",
		"favorites", "favorites bar", "favorites toolbar", "favourites", "favourites bar", "other favorites", "links",
		"personal toolbar folder", "recently bookmarked", "imported",
		"lesezeichen", "lesezeichenleiste", "lesezeichen-symbolleiste", "lesezeichen-menü", "weitere lesezeichen", "mobile lesezeichen", "favoriten", "favoritenleiste",
		"marque-pages", "barre personnelle", "barre de favoris", "barre des favoris", "autres favoris", "autres marque-pages", "menu des marque-pages", "favoris",
		"marcadores", "barra de marcadores", "otros marcadores", "outros favoritos", "barra de favoritos", "favoritos",
		"segnalibri", "barra dei segnalibri", "barra dei preferiti", "altri preferiti", "altri segnalibri", "preferiti",
		"bladwijzers", "bladwijzerbalk", "andere bladwijzers", "zakładki", "pasek zakładek", "inne zakładki",
		"закладки", "панель закладок", "другие закладки", "ブックマーク バー", "ブックマークバー", "その他のブックマーク", "書籤列", "其他書籤", "书签栏", "其他书签", "收藏夹栏":
		return true
	}
	return false
}
