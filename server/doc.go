// Package server is Pinfold on the web: Pinboard's API v1, public pages and
// feeds, for several people, out of one database. It is one http.Handler over
// a small Store; the rules of meaning (addresses, tags, when two addresses are
// one bookmark) are core's.
//
// It must never fetch an address that somebody saved, keep a token in the
// clear, show a private bookmark or tag to another than its owner, read a
// clock or randomness other than those of Options, or import syscall/js or a
// database driver.
package server
