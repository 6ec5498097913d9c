package server

import "context"

// migrations returns the statements of each version of the schema. What has
// been released is never edited: a change is a new version at the end.
//
// Times are milliseconds since 1970, UTC; flags are 0 or 1. A bookmark's same
// is the digest of weburl.Same, its hash Pinboard's: the MD5 of the address. A
// tag is hidden if its bookmark is private or it begins with a full stop: what
// is public is found by hidden = 0 alone. Created stands with the tag too, so
// that the newest of a tag are a range of an index. How many bookmarks somebody
// has, and how many of them are public, stands with the person.
func migrations() [][]string {
	return [][]string{{
		`CREATE TABLE users (
			id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, token TEXT NOT NULL, secret TEXT NOT NULL, updated INTEGER NOT NULL)`,
		`CREATE TABLE bookmarks (
			id INTEGER PRIMARY KEY, user INTEGER NOT NULL REFERENCES users (id), same TEXT NOT NULL, hash TEXT NOT NULL,
			host TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL, private INTEGER NOT NULL,
			unread INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, op TEXT NOT NULL, UNIQUE (user, same))`,
		`CREATE INDEX bookmarks_created ON bookmarks (user, created, id)`,
		`CREATE INDEX bookmarks_user_public ON bookmarks (user, created, id) WHERE private = 0`,
		`CREATE INDEX bookmarks_public ON bookmarks (created, id) WHERE private = 0`,
		`CREATE INDEX bookmarks_same ON bookmarks (same) WHERE private = 0`,
		`CREATE INDEX bookmarks_hash ON bookmarks (hash) WHERE private = 0`,
		`CREATE INDEX bookmarks_host ON bookmarks (user, host)`,
		`CREATE TABLE tags (
			bookmark INTEGER NOT NULL REFERENCES bookmarks (id), key TEXT NOT NULL, name TEXT NOT NULL, place INTEGER NOT NULL,
			user INTEGER NOT NULL, hidden INTEGER NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (bookmark, key)) WITHOUT ROWID`,
		`CREATE INDEX tags_user ON tags (user, key, hidden, created, bookmark)`,
		`CREATE INDEX tags_public ON tags (key, created, bookmark) WHERE hidden = 0`,
		`CREATE TABLE notes (
			id TEXT PRIMARY KEY, user INTEGER NOT NULL REFERENCES users (id), title TEXT NOT NULL, text TEXT NOT NULL,
			created INTEGER NOT NULL, updated INTEGER NOT NULL)`,
		`CREATE INDEX notes_user ON notes (user, created)`,
	}, {
		`CREATE TABLE sessions (
			id TEXT PRIMARY KEY, user INTEGER NOT NULL REFERENCES users (id), expires INTEGER NOT NULL) WITHOUT ROWID`,
		`CREATE INDEX sessions_user ON sessions (user)`,
	}, {
		`ALTER TABLE users ADD COLUMN total INTEGER NOT NULL DEFAULT 0`,
		`ALTER TABLE users ADD COLUMN public INTEGER NOT NULL DEFAULT 0`,
		`UPDATE users SET total = (SELECT count(*) FROM bookmarks b WHERE b.user = users.id),
			public = (SELECT count(*) FROM bookmarks b WHERE b.user = users.id AND b.private = 0)`,
	}}
}

// Migrate brings the database to the newest schema, each version in one batch.
func Migrate(ctx context.Context, store Store) error {
	_, err := store.Batch(ctx, []Statement{statement(`CREATE TABLE IF NOT EXISTS versions (version INTEGER PRIMARY KEY)`)})
	if err != nil {
		return err
	}
	have, err := schemaVersion(ctx, store)
	if err != nil {
		return err
	}
	list := migrations()
	if have > len(list) {
		return ErrNewer
	}
	for version := have; version < len(list); version++ {
		batch := []Statement{statement(`INSERT INTO versions VALUES (?)`, version+1)}
		for _, sql := range list[version] {
			batch = append(batch, statement(sql))
		}
		if _, err := store.Batch(ctx, batch); err != nil {
			// Another process or instance may have made this version meanwhile.
			if now, again := schemaVersion(ctx, store); again != nil || now <= version {
				return err
			}
		}
	}
	return nil
}

func schemaVersion(ctx context.Context, store Store) (version int, err error) {
	err = store.Query(ctx, statement(`SELECT coalesce(max(version), 0) FROM versions`), func(scan func(...any) error) error {
		return scan(&version)
	})
	return version, err
}
