package e2e

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// aHundred are bookmarks enough to be worth a backup.
func aHundred() []map[string]any {
	list := sixPins()
	for i := range 100 {
		list = append(list, pin("2010-01-01T12:00:00Z", "https://d.example/"+strconv.Itoa(i), "Number "+strconv.Itoa(i), "", "many"))
	}
	return list
}

func TestABackupIsOfferedOnceItMattersMadeAndReadBack(t *testing.T) {
	each(t, func(s *session) {
		s.have(aHundred()...)
		p := s.library("#many")
		p.shows("108 bookmarks are kept in this browser alone.")
		p.click("#backup-note-yes")
		p.shows("Backed up 108 bookmarks into your downloads.")
		p.shows("108 bookmarks, written, in your downloads.")
		date := eval[string](p, `async () => (await import("./dom.js")).datedName("jsonl")`)
		file := s.downloaded(date)
		require.Equal(s.t, 108, strings.Count(file, `{"bookmark":`))

		o := s.open("options.html")
		o.shows("The last backup: ")
		o.shows("108 bookmarks, written, in your downloads.")
		show := strings.Replace(chooseFile, "#import-file", "#backup-file", 1)
		eval[any](o, show, "other.jsonl", strings.Replace(file, "Number 7", "Number 8", 1))
		o.shows("can be read, but is not your last backup: 108 bookmarks can be restored from it.")
		o.shows("108 bookmarks, written, in your downloads.")
		eval[any](o, show, "backup.jsonl", file)
		o.shows("is your last backup, byte for byte: 108 bookmarks can be restored from it. All of it is in the library as it is now.")
		o.shows("108 bookmarks, verified, in your downloads.")
		eval[any](o, show, "torn.jsonl", file[:len(file)*2/3])
		o.shows("NOT WHOLE.")
		p = s.library("#many")
		p.shows("Backed up ")
		p.hides("are kept in this browser alone")
	})
}

func TestAnOfferOfABackupIsDeclinedForAWeek(t *testing.T) {
	each(t, func(s *session) {
		s.have(aHundred()...)
		p := s.library("#many")
		p.shows("108 bookmarks are kept in this browser alone.")
		p.click("#backup-note-no")
		p.hides("are kept in this browser alone")
		p = s.library("#many")
		p.counts("100")
		p.until("the note to have been considered", `async () => Boolean((await (globalThis.browser ?? chrome).storage.local.get("backupAsked")).backupAsked)`)
		p.hides("are kept in this browser alone")
	})
}

// The person's folder is here one of the browser's own: a real handle, with the
// real interface, that no dialogue stands before.
func TestBackupsGoIntoTheFolderThatWasChosenAndAreReadBackThere(t *testing.T) {
	s := begin(t, "chromium", browser.Options{})
	s.have(sixPins()...)
	o := s.open("options.html")
	o.shows("There is no backup yet.")
	eval[any](o, `async () => (await import("./folder.js")).keepFolder(await (await navigator.storage.getDirectory()).getDirectoryHandle("Backups", {create: true}))`)
	p := s.library("")
	p.shows("Backed up 8 bookmarks into “Backups”, as every day.")
	o = s.open("options.html")
	o.shows("8 bookmarks, verified, in the folder “Backups”.")
	const sizes = `async () => {
		const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("Backups");
		const list = [];
		for await (const handle of folder.values()) list.push((await (await handle.getFile()).text()).split("\n").filter((line) => line.includes('"bookmark"')).length);
		return list.sort();
	}`
	require.Equal(t, []int{8}, eval[[]int](o, sizes))
	eval[any](o, `async () => { const api = await import("./api.js"); await api.save({url: "https://new.example/", title: "New", tags: []}, ["title", "tags"]); }`)
	o.click("@Back up now")
	o.shows("Backed up 9 bookmarks, and read them back.")
	require.Equal(t, []int{8, 9}, eval[[]int](o, sizes), "an earlier one is left as it is")
	o.until("only the copy in the folder to be left", `async () => !(await (`+exported+`)()).length`) // a snapshot may just be made
	require.Equal(t, []string{"one", "two"}, eval[[]string](o, `async () => {
		const {keptFolder, writeBeside} = await import("./folder.js");
		const folder = await keptFolder();
		const both = await Promise.all(["one", "two"].map((text) => writeBeside(folder, "twice.jsonl", new Blob([text]))));
		return Promise.all(both.map(({file}) => file.text()));
	}`), "of two at once none takes the other's place")
	o.click("@Use the downloads")
	o.shows("Backups go into your downloads.")
	s.quiet()
}

func TestABackupFolderThatIsGoneIsNamed(t *testing.T) {
	s := begin(t, "chromium", browser.Options{})
	s.have(sixPins()...)
	o := s.open("options.html")
	eval[any](o, `async () => {
		const root = await navigator.storage.getDirectory();
		await (await import("./folder.js")).keepFolder(await root.getDirectoryHandle("Backups", {create: true}));
		await root.removeEntry("Backups");
	}`)
	s.library("").shows("The backup could not be written into the folder “Backups”")
	o = s.open("options.html")
	o.click("@Back up now")
	o.shows("NOT BACKED UP. The backup could not be written into the folder “Backups”")
	o.shows("There is no backup yet.")
}

// lastly remembers a backup that was made so many days ago of a library.
const lastly = `(days, generation, library) => (globalThis.browser ?? chrome).storage.local.set({backup: {
	time: Date.now() - days * 86_400_000, bookmarks: 14012, print: "", generation, library, folder: "", verified: true,
}})`

func TestABackupOfAnotherLibraryIsNoComfort(t *testing.T) {
	each(t, func(s *session) {
		s.have(aHundred()...)
		o := s.open("options.html")
		for _, days := range []int{1, 8} {
			eval[any](o, lastly, days, 9999, "of-one-that-was-lost")
			s.library("#many").shows("108 bookmarks are kept in this browser alone.")
			s.open("options.html").until("the last one to stand out", `() => document.getElementById("backup-last").classList.contains("problem")`)
		}
		own := ask[struct{ Library string }](o, "stats", nil).Library
		for _, days := range []int{8, -400} { // the clock was ahead
			eval[any](o, lastly, days, -100, own)
			s.library("#many").shows("14,012 bookmarks, verified, in your downloads. Much has changed since.")
		}
		eval[any](o, lastly, 1, 1, own)
		p := s.library("#many")
		p.shows("Backed up ")
		p.hides("are kept in this browser alone")
	})
}

func TestABackupThatIsNotTheLibraryIsNotBelieved(t *testing.T) {
	s := begin(t, "chromium", browser.Options{})
	s.have(sixPins()...)
	o := s.open("options.html")
	eval[any](o, `async () => {
		const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("Backups", {create: true});
		await (await import("./folder.js")).keepFolder(folder);
		globalThis.whole = FileSystemFileHandle.prototype.getFile;
		FileSystemFileHandle.prototype.getFile = async function () {
			const file = await whole.call(this);
			return this.name.endsWith(".jsonl") ? new File([await spoil(file)], file.name) : file;
		};
	}`)
	for _, spoil := range []string{
		`async (file) => file.slice(0, file.size - 200)`,
		`async (file) => (await file.text()).replace("Bread at home", "Bread at hone")`,
	} {
		eval[any](o, `() => { globalThis.spoil = `+spoil+`; }`)
		o.click("@Back up now")
		o.shows("NOT BACKED UP.")
		o.shows("There is no backup yet.")
		eval[any](o, `() => document.getElementById("backup-problem").replaceChildren()`)
		require.Empty(t, eval[[]string](o, lying))
	}
	eval[any](o, `() => { globalThis.spoil = (file) => file; }`)
	o.click("@Back up now")
	o.shows("Backed up 8 bookmarks, and read them back.")
	good := eval[[]string](o, lying)
	require.Len(t, good, 1)
	eval[any](o, `() => { globalThis.spoil = (file) => file.slice(0, 700); }`)
	o.click("@Back up now")
	o.shows("NOT BACKED UP.")
	require.Equal(t, good, eval[[]string](o, lying), "the one that is whole is still there, and no other")
	eval[any](o, `() => { globalThis.spoil = (file) => file; }`)
	o.click("@Back up now")
	o.shows("Backed up 8 bookmarks, and read them back.")
	require.Len(t, eval[[]string](o, lying), 2)
	eval[any](o, `() => {
		document.getElementById("backup-problem").replaceChildren();
		const {Blob} = globalThis;
		globalThis.Blob = function ([file]) { return new Blob([file.slice(0, file.size - 200)]); };
	}`)
	o.click("@Back up now")
	o.shows("NOT BACKED UP.") // what the library gave is itself not whole
}

// lying is what lies in the folder for backups: each file's name and its text.
const lying = `async () => {
	const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("Backups");
	const list = [];
	for await (const [name, handle] of folder.entries()) list.push(name + " " + await (await whole.call(handle)).text());
	return list;
}`
