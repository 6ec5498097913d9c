package server

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"

	"pinfold/core"
)

// A user is somebody with an account.
type user struct {
	id      int64
	name    string
	secret  string // the key of the feeds of what is private
	updated int64
}

// Why a call about accounts or the data is refused.
var (
	ErrName  = &core.Error{Code: core.Invalid, Message: "A name is 1 to 32 of a to z, 0 to 9, hyphen and underscore. Choose another name."}
	ErrTaken = &core.Error{Code: core.Duplicate, Message: "There is somebody of that name already. Choose another name."}
	ErrNoOne = &core.Error{Code: core.NotFound, Message: "There is nobody of that name. Make the account with pinfold user add."}
	ErrNewer = &core.Error{Code: core.Newer, Message: "The data was written by a later version of Pinfold. Update Pinfold, then start it again."}
)

const maxName = 32

// validName says that an account may have that name.
func validName(name string) bool {
	return name != "" && len(name) <= maxName && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// AddUser makes an account and returns its token as NAME:TOKEN. Only the
// SHA-256 of the token is kept, so this is the one time it can be shown.
func (s *Server) AddUser(ctx context.Context, name string) (string, error) {
	if !validName(name) {
		return "", ErrName
	}
	token := s.random(16)
	changed, err := s.options.Store.Batch(ctx, []Statement{
		statement(`INSERT INTO users (name, token, secret, updated) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			name, digest(token), s.random(10), s.now()),
	})
	if err == nil && changed[0] == 0 {
		err = ErrTaken
	}
	return name + ":" + token, err
}

// NewToken gives an account another token, returned as NAME:TOKEN, and other
// addresses to its secret feeds; the old ones are refused from then on, and
// whoever has logged in has to do so again.
func (s *Server) NewToken(ctx context.Context, name string) (string, error) {
	token := s.random(16)
	changed, err := s.options.Store.Batch(ctx, []Statement{
		statement(`UPDATE users SET token = ?, secret = ? WHERE name = ?`, digest(token), s.random(10), name),
		statement(`DELETE FROM sessions WHERE user = (SELECT id FROM users WHERE name = ?)`, name),
	})
	if err == nil && changed[0] == 0 {
		err = ErrNoOne
	}
	return name + ":" + token, err
}

// DeleteUser deletes an account with all that is in it, for good, and returns
// how many bookmarks those were.
func (s *Server) DeleteUser(ctx context.Context, name string) (int64, error) {
	const whose = ` = (SELECT id FROM users WHERE name = ?)`
	var batch []Statement
	for _, table := range []string{"tags", "notes", "sessions", "bookmarks"} {
		batch = append(batch, statement(`DELETE FROM `+table+` WHERE user`+whose, name))
	}
	changed, err := s.options.Store.Batch(ctx, append(batch, statement(`DELETE FROM users WHERE name = ?`, name)))
	if err != nil {
		return 0, err
	}
	if changed[len(batch)] == 0 {
		return 0, ErrNoOne
	}
	return changed[len(batch)-1], nil
}

// findUser returns the zero user if there is none of that name.
func (s *Server) findUser(ctx context.Context, name string) (u user, token string, err error) {
	err = s.options.Store.Query(ctx, statement(`SELECT id, name, secret, updated, token FROM users WHERE name = ?`, name),
		func(scan func(...any) error) error { return scan(&u.id, &u.name, &u.secret, &u.updated, &token) })
	return u, token, err
}

// checkToken returns whose NAME:TOKEN it is; the zero user if nobody's.
func (s *Server) checkToken(ctx context.Context, pair string) (user, error) {
	name, token, ok := strings.Cut(pair, ":")
	if !ok || !validName(name) {
		return user{}, nil
	}
	u, want, err := s.findUser(ctx, name)
	if err != nil || subtle.ConstantTimeCompare([]byte(digest(token)), []byte(want)) != 1 {
		return user{}, err
	}
	return u, nil
}

// digest is the SHA-256 of s in hexadecimal.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// random returns n random bytes in hexadecimal.
func (s *Server) random(n int) string {
	b := make([]byte, n)
	s.options.Random(b)
	return hex.EncodeToString(b)
}
