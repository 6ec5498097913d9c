// Package core is Pinfold's vocabulary and its Library: bookmarks, tags, what
// may be asked of them, and how they are kept in a Store so that nothing is
// lost.
//
// There are few types in it: a Library over a Store, the Bookmark, the Change
// that history remembers, and the Error. It must never know JavaScript, a
// file, a clock, a source of randomness or a goroutine; time, randomness and
// the zone come in through Options, so that one seed replays a whole life.
package core
