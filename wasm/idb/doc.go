// Package idb is the core.Store in IndexedDB. It must never hold rules, and it
// touches indexedDB only in Open and behind it.
//
// The database has two object stores. "meta" holds the generation under the
// key "generation". "chunks" holds the blobs, cut up, since Chromium writes
// values over 64 KB as separate files, and with those lost a whole store has
// become unreadable. A chunk has the key name + "\n" + number in four digits
// and is
//
//	checksum  CRC-32C of what follows, 4 bytes, least significant first
//	length    of the whole blob, 4 bytes
//	number    of the chunk, 4 bytes
//	payload   32 KiB, less in the last chunk
//
// 32 KiB is also a page of core/index, so that reading one is one request.
package idb
