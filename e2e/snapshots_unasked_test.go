package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// shelved tells whether these are the files of the browser's own: why each
// snapshot was made, and of how many bookmarks.
const shelved = `async (...want) => {
	const names = await Array.fromAsync((await navigator.storage.getDirectory()).keys());
	const told = names.map((name) => name.replace(/^snapshot-\d+-\d+-(\d+)-[0-9a-f]{8}-(\w+)[.]jsonl[.]gz$/, "$2 $1"));
	return told.sort().join() === want.join();
}`

// alarmed tells whether an alarm is set for half an hour after the one snapshot.
const alarmed = `async () => {
	const [name] = await Array.fromAsync((await navigator.storage.getDirectory()).keys());
	const alarm = await (globalThis.browser ?? chrome).alarms.get("snapshot");
	return alarm !== undefined && Math.abs(alarm.scheduledTime - Number(name.split("-")[1]) - 30 * 60_000) < 10_000;
}`

// later is as if half an hour had passed: the one snapshot is as old, and the alarm rings.
const later = `async () => {
	const folder = await navigator.storage.getDirectory();
	const [name] = await Array.fromAsync(folder.keys());
	const [kind, time, ...rest] = name.split("-");
	await (await folder.getFileHandle(name)).move(folder, [kind, time - 30 * 60_000, ...rest].join("-"));
	const {alarms, storage} = globalThis.browser ?? chrome;
	await storage.session.remove("snapshot");
	await alarms.create("snapshot", {when: Date.now() + 10_000});
}`

// windowless tells whether no page without a window is left.
const windowless = `async () => !await globalThis.chrome?.offscreen?.hasDocument()`

func TestWhoOnlySavesHasSnapshotsToo(t *testing.T) {
	each(t, func(s *session) {
		require.NoError(s.t, s.existing("library.html").Close(s.ctx))
		save := func(path string) {
			p := s.popupOn(path)
			p.read()
			p.enter()
			s.gone()
		}
		_, err := s.b.Background(s.ctx, `async () => {
			const folder = await navigator.storage.getDirectory();
			for (const kind of ["export", "unfinished"]) await folder.getFileHandle(kind + "-1000-cut-off", {create: true});
		}`)
		require.NoError(s.t, err)
		save("/plain?n=1")
		s.until("a snapshot", shelved, "time 1")
		s.until("the page that made it to end", windowless)
		save("/plain?n=2")
		s.until("an alarm, since it is too early for another", alarmed)
		_, err = s.b.Background(s.ctx, later)
		require.NoError(s.t, err)
		s.cold() // a background that has ended has it too
		s.until("another snapshot", shelved, "time 1", "time 2")
		s.until("the page that made it to end", windowless)
		o := s.open("options.html")
		o.shows("2 snapshots of the library as it was:")
		o.shows("2 bookmarks made by itself")
		o.click("#snapshot-list button")
		o.shows("2 here already, as they are")
	})
}
