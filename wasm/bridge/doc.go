// Package bridge carries values between JavaScript and Go: calls with a
// promise, aborts, bytes, files and a pause that lets the event loop run. It
// must hold no rules, and it must never know bookmarks.
package bridge
