package mutation

// native is a test that runs here; browser one in Chromium.
func native(pkg, test string) []string { return []string{pkg, "-run", "^" + test + "$"} }

func browser(test string) []string {
	return []string{"./e2e", "-run", "^" + test + "$", "-browser", "chromium", "-watchdog", "30s", "-timeout", "5m"}
}

// Mutants are the planted bugs, those whose tests are quick first.
func Mutants() []Mutant {
	return append(append(kept(), found()...), seen()...)
}

// kept are bugs that lose or invent what was saved.
func kept() []Mutant {
	return []Mutant{
		{"a save is not flushed to the disk before it is answered", "core/plan.go",
			"		Put:        map[string][]byte{journalName(c.Number): raw},\n		Strict:     true,", "		Put:        map[string][]byte{journalName(c.Number): raw},\n		Strict:     false,",
			native("./core", "TestACrashAtEveryCallLeavesBeforeOrAfter")},
		{"a save is answered although its commit failed", "core/plan.go",
			"	if err != nil {\n		return c, err\n	}\n	journal := append(", "	if err != nil && CodeOf(err) == Conflict {\n		return c, err\n	}\n	journal := append(",
			native("./core", "TestOneFailedCallLeavesBeforeOrAfter")},
		{"a change that was carried out is carried out again", "core/state.go",
			"	if op == (OpID{}) {", "	if op != (OpID{}) {", native("./core", "TestAnOperationIsCarriedOutOnce")},
		{"an import is answered before it is flushed", "core/segments.go",
			"		Delete:     drop,\n		Strict:     true,", "		Delete:     drop,\n		Strict:     false,", native("./core", "TestACrashAtEveryCallLeavesBeforeOrAfter")},
		{"the native store's folder is not flushed with a commit", "sqlitestore/sqlitestore.go", "synchronous(EXTRA)&_txlock", "synchronous(FULL)&_txlock", native("./sqlitestore", "TestTheFolderIsFlushedWithEveryCommit")},
		{"the compare-and-swap of the native store is lost", "sqlitestore/sqlitestore.go", `"UPDATE generation SET n = n + 1 WHERE n = ?"`, `"UPDATE generation SET n = n + 1 WHERE n >= ?"`, native("./sqlitestore", "TestStore")},
		{"the compare-and-swap is lost between two windows", "core/memstore/memstore.go", "	if b.Generation != s.m.generation {", "	if b.Generation > s.m.generation {", native("./core", "TestEveryInterleavingOfTwoWindowsIsLinearisable")},
		{"the compare-and-swap is lost between four windows", "core/memstore/memstore.go", "	if b.Generation != s.m.generation {", "	if b.Generation+1 < s.m.generation {", native("./core", "TestFourWindowsAtOnceAreLinearisable")},
		{"nothing to do is decided on what a window saw before", "core/plan.go", "	case err == nil && now.generation != st.generation:\n		return true, nil", "	case err == nil && now.generation > st.generation+1000:\n		return true, nil", native("./core", "TestEveryInterleavingOfTwoWindowsIsLinearisable")},
		{"what lost to another window is told as done", "core/plan.go", "		if CodeOf(err) != Conflict {\n			return c, l.settle(ctx, op, &c, err)\n		}", "		if CodeOf(err) != Conflict || p.kind == Trashed {\n			return c, nil\n		}", native("./core", "TestEveryInterleavingOfTwoWindowsIsLinearisable")},
		{"a journal record is not held against its checksum", "core/internal/wire/wire.go",
			"binary.LittleEndian.Uint32(b[n:]) != Sum(b[:n])", "binary.LittleEndian.Uint32(b[n:]) == 0", native("./core", "TestDamageIsAnErrorAndNeverAWrongAnswer")},
		{"a page of the index is not held against its checksum", "core/index/page.go",
			"n < 0 || binary.LittleEndian.Uint32(b[n:]) != wire.Sum(b[:n])", "n < 0 || binary.LittleEndian.Uint32(b[n:]) == 0 && wire.Sum(b[:n]) != 0", native("./core/index", "TestCheckFindsEveryFlippedBit")},
		{"a bookmark's record is not held against its checksum", "core/index/record.go",
			"return d.Err() == nil && sum == wire.Sum(d.Rest())", "return d.Err() == nil && sum != 0", native("./core/index", "TestCheckFindsEveryFlippedBit")},
		{"a merge brings back what was replaced", "core/tidy.go",
			"parts[i] = index.Part{Segment: l.segment(s.meta), Dead: s.dead}", "parts[i] = index.Part{Segment: l.segment(s.meta)}", native("./core", "TestRandomLivesMatchTheModel")},
		{"a merge leaves lists of documents unsorted", "core/index/merge.go",
			"	if g.lists > 1 {\n		order.Numbers(g.packed)\n	}", "	if g.lists > 1000 {\n		order.Numbers(g.packed)\n	}", native("./core/index", "TestMergingWritesTheBytesThatBuildingWould")},
		{"a record is kept under another's number", "core/index/records.go", "s.cache.putRecord(s.alone, r.Doc.Num, ", "s.cache.putRecord(s.alone, r.Doc.Num^1, ", native("./core/index", "TestRecordsReadFarApartStayInLittleRoom")},
		{"pages that were read for few stay, and push out those of a list", "core/index/records.go", "			w.seg.cache.demote(w.seg.table(w.kind), w.number)\n", "			_ = w\n", native("./core/index", "TestPagesThatSomeRecordsWereReadForGoFirst")},
		{"two letters rank by half of what is kept of their impacts", "core/index/quarters.go", "return impact >> 6 }", "return impact >> 7 }", native("./core/index", "TestTwoLettersFindAndRankAsAllTheirWordsDo")},
		{"a document is given the grade of another", "core/index/quarters.go", "before + bits.OnesCount64(word&(bit-1))", "before + bits.OnesCount64(word&bit)", native("./core/index", "TestTwoLettersFindAndRankAsAllTheirWordsDo")},
		{"each part is asked by itself where its newest stand", "core/index/rank.go", "	for _, l := range lines {\n		blocks = appendBlock(", "	for _, l := range lines[:0] {\n		blocks = appendBlock(", native("./core/index", "TestRoundTripsDoNotGrowWithTheParts")},
		{"undo forgets whether a bookmark was unread", "core/change.go",
			"	copyFields(&b, &before, same&^fieldDeleted)", "	copyFields(&b, &before, same&^fieldDeleted&^FieldUnread)", native("./core", "TestEveryKindOfChangeIsTakenBackAndTheTakingBackToo")},
		{"undo takes back what was done later", "core/change.go",
			"	same := it.Mask &^ differing(&b, &after)", "	same := it.Mask", native("./core", "TestUndoLosesNobodysLaterWork")},
		{"the trash is emptied too early", "core/tidy.go", "	trashDays   = 30", "	trashDays   = 29", native("./core", "TestTheTrashIsEmptiedAfterThirtyDaysAndNotBefore")},
		{"an older database is believed", "core/remembered.go", "	case st.generation < r.Generation:", "	case st.generation > r.Generation+1<<40:", native("./core", "TestAStoreThatHasLessThanIsRememberedIsNotBelieved")},
		{"an empty database is believed", "core/remembered.go", "	case st == nil:\n		return r.lost(\"has lost\")", "	case st == nil:\n		return nil", native("./core", "TestAStoreThatHasLessThanIsRememberedIsNotBelieved")},
		{"a repair brings back what was deleted", "core/repair.go", "		alive := !dead.Has(number)", "		alive := dead.Has(number) || !dead.Has(number)", native("./core", "TestEveryDamageOfThePartsIsFoundAndRepaired")},
		{"a repair takes what a later Pinfold wrote for damage", "core/repair.go", "	if CodeOf(err) == Newer && !r.guessed {\n		return err\n	}", "", native("./core", "TestWhatALaterPinfoldWroteIsNeitherReadNorWritten")},
		{"a library without its list of parts is begun anew", "core/rebuild.go", "		if readErr != nil || !there {", "		if readErr != nil || there {", native("./core", "TestALibraryWithoutItsListOfPartsIsMadeAnewFromItsBookmarks")},
		{"an older version of a bookmark is made anew", "core/rebuild.go", "ok && v.compare(&old) <= 0", "ok && v.compare(&old) > 0", native("./core", "TestTheVersionThatWasChangedLastIsRebuilt")},
		{"an earlier document is read as one of today", "core/value.go", "len(v) > 0 && v[0] < valueVersion", "len(v) > 0 && v[0] == 0", native("./core", "TestALibraryOfEveryFormatIsSoundAndWhole")},
		{"a plan of a restore changes the library", "core/restore.go", "			if r.o.Plan || p.change.Count == 0", "			if p.change.Count == 0", native("./core/backup", "TestABackupRestoredElsewhereIsTheSameBackup")},
		{"an address is given away although its holder stays", "core/move.go", "leaves && ok[h] && moves[h].from == m.to", "leaves && moves[h].from == m.to", native("./core/backup", "TestABackupThatGivesOneAddressToTwoNeverDoes")},
		{"what exchanged addresses is merged", "core/move.go", "leaves && ok[h] && moves[h].from == m.to", "leaves && !ok[h]", native("./core/backup", "TestAnExchangeOfAddressesIsTakenBack")},
		{"what two libraries decide of each other's bookmarks beats both", "core/claim.go", "	gone.Deleted = p.l.trashed(p.st)", "	gone.Deleted, gone.Updated = p.l.trashed(p.st), p.now", native("./core/backup", "TestAnEditBeatsADecisionOnAnOlderBackup")},
		{"a backup forgets what is private", "core/backup/backup.go", "	if b.Private {\n		e.Private = core.Yes\n	}", "", native("./core/backup", "TestABackupRestoredElsewhereIsTheSameBackup")},
		{"a stored value is larger than 48 KiB", "wasm/idb/chunk.go", "	payloadBytes = 32 << 10", "	payloadBytes = 48 << 10", native("./wasm/idb", "TestNoStoredValueExceeds48KiB")},
		{"the compare-and-swap in IndexedDB is lost", "wasm/idb/store.go", "			if have != b.Generation {", "			if have > b.Generation+1000 {", native("./wasm/idb", "TestStore")},
		{"a database that lacks a store is used", "wasm/idb/opening.go", "return whole(&connection{db: db}, errPart)", "return &connection{db: db}, nil", native("./wasm/idb", "TestADatabaseThatLacksAStoreIsTold")},
		{"the pieces of an import stand in the library's own store", "core/scratch.go", "scratch.Clear() == nil {", "scratch.Clear() != nil {", native("./core", "TestThePiecesOfAnImportStandInTheScratchAndTheLibraryIsTheSame")},
		{"a merge of an import's pieces that failed is taken for done", "core/scratch.go", "	return meta, err", "	return meta, nil", native("./core", "TestAScratchThatFailsOnTheWayChangesNothing")},
		{"a strict commit in IndexedDB is a relaxed one", "wasm/idb/store.go", `		durability = "strict"`, `		durability = "relaxed"`, native("./wasm/idb", "TestAStrictCommitAsksForStrictDurability")},
		{"a save is in the memory of the system when it is answered", "wasm/idb/store.go", `		durability = "strict"`, `		durability = "relaxed"`, append(browser("TestWhatWasAcknowledgedSurvivesAPowerCut"), "-cuts", "3")},
		{"an import is in the memory of the system when it is answered", "wasm/idb/store.go", `		durability = "strict"`, `		durability = "relaxed"`, browser("TestAnImportSurvivesAPowerCutOrHasDoneNothing")},
	}
}

// found are bugs that show or send what they must not.
func found() []Mutant {
	return []Mutant{
		{"a private bookmark is published", "core/publish/post.go", "return !b.Private && b.Live() }", "return b.Live() }", native("./core/publish", "TestWhatIsPublicIsPublishedAndNothingElseIsSent")},
		{"a private tag is published", "core/publish/post.go", "		if !held(tag) {", "		if tag != \"\" {", native("./core/publish", "TestWhatIsPublicIsPublishedAndNothingElseIsSent")},
		{"publishing deletes what it did not publish", "core/publish/plan.go", "		if !here[key] {", "		if here[key] {", native("./core/publish", "TestWhatIsNoLongerPublicIsDeletedThereAndNothingElse")},
		{"what a server has not acknowledged is believed to be there", "core/publish/step.go", "	if err != nil || status != 200 {", "	if err != nil || status > 999 {", native("./core/publish", "TestWhatTheServerSaysIsExplained")},
		{"the server shows private tags", "server/where.go", "		hidden = ` AND hidden = 0`\n	}\n	st = st.and(hidden)", "		hidden = ``\n	}\n	st = st.and(hidden)", native("./server", "TestTheNativeHomeDoesWhatEveryHomeMust")},
		{"the server shows a host in letters that mislead", "server/hostname.go", "	if isASCII(top) && !", "	if !isASCII(top) && !", native("./server", "TestAHostInLettersThatMisleadIsShownInPlainOnes")},
		{"an archive is as public as its first file", "core/format/format.go", "first == \"\" || first.PublicByDefault()", "first == \"\"", native("./core/format", "TestAnArchiveIsAsPrivateAsItsMostPrivatePart")},
		{"a title is taken for mark-up", "extension/row.js", "  link.querySelector('bdi').textContent = b.title;", "  link.querySelector('bdi').innerHTML = b.title;", native("./internal/arch", "TestTitlesAreTextNeverMarkup")},
		{"a page calls somebody over the network", "extension/api.js", "export const generation = () => call('generation');", "export const generation = () => fetch('https://tell.example/').then(() => call('generation'));", native("./internal/arch", "TestNothingGoesOverTheNetwork")},
	}
}

// seen are bugs in the pages, found by a browser.
func seen() []Mutant {
	return []Mutant{
		{"a title is taken for mark-up in the library", "extension/row.js", "  link.querySelector('bdi').textContent = b.title;", "  link.querySelector('bdi').innerHTML = b.title;", browser("TestHostileBookmarksAreText")},
		{"the compare-and-swap in IndexedDB is lost between contexts", "wasm/idb/store.go", "			if have != b.Generation {", "			if have > b.Generation+1000 {", append(browser("TestEveryContextSeesOneLibrary"), "-watchdog", "2m")},
		{"a host in letters that mislead is shown in them", "extension/hostname.js", "labels.every((label)", "labels.some((label)", browser("TestAHostInLettersThatMisleadIsShownInPlainOnes")},
		{"a part of the journal's segment is kept though it is filled anew", "core/memory.go", "slices.Clone(part)", "slices.Clip(part)", native("./core", "TestAJournalOfLongTextsIsSearched")},
		{"what is saved by its id stays in the trash", "core/save.go", "	after.Deleted = time.Time{} // what is saved is not in the trash\n", "", native("./core", "TestASaveOfWhatWasDeletedMeanwhileIsFound")},
		{"a script in a web page is answered", "extension/host.js", "  if (!ours(port)) {", "  if (!port) {", browser("TestTenThousandMessagesOfAScriptInAWebPageReachNothing")},
		{"a backup is not read back", "extension/backups.js", "  await verify(file, records, options);\n", "", browser("TestABackupThatIsNotTheLibraryIsNotBelieved")},
		{"a library that vanished is begun anew", "extension/engine.js", "remembered: known };", "remembered: null };", browser("TestALibraryThatVanishedUnseenIsNotBegunAnewUnasked")},
		{"what a write that was cut off has left is appended to", "extension/freshlog.js", "  await endLog();\n", "", browser("TestAWriteCutOffHalfwayDoesNotCostTheLibraryLater")},
		{"a full disk's write that was cut off is appended to", "extension/host.js", "    writeFailed(error);\n", "", browser("TestASaveOnAFullDiskSaysSoAndIsSavedOnceThereIsRoom")},
		{"an engine that has panicked goes on", "extension/host.js", "    abandon(program);\n", "", browser("TestAnEngineThatHasPanickedIsReplaced")},
		{"a save is said to be done before it is", "extension/saving.js", "    const result = await send(sent);", "    const result = (send(sent), {});", browser("TestASaveOnAFullDiskSaysSoAndIsSavedOnceThereIsRoom")},
		{"the popup closes over what was typed during a save", "extension/saving.js", "    if (typedOn) {\n", "    if (!sent) {\n", browser("TestWhatIsTypedWhileASaveIsUnderWayIsKept")},
		{"an answer takes the focus from somebody who has moved on", "extension/asking.js", "first && !restore && isStillAt(from)", "first && !restore", browser("TestAnAnswerThatComesLateLeavesTheFocusWhereItIs")},
		{"publishing does not ask before it deletes much", "wasm/transfer/publish.go", "plan.Stop && !p.Get(\"yes\").True()", "plan.Stop && p.Get(\"never\").True()", browser("TestAStepThatWouldDeleteMuchAsksFirst")},
		{"what a backup in a folder was copied from stays on the disk", "extension/backups.js", "  if (folder) await discard();\n  else saveBlob", "  if (!folder) saveBlob", browser("TestBackupsGoIntoTheFolderThatWasChosenAndAreReadBackThere")},
		{"a backup with a letter changed is believed", "extension/backups.js", "  if (!same) {", "  if (!file) {", browser("TestABackupThatIsNotTheLibraryIsNotBelieved")},
		{"any file of a backup is the last one", "extension/backups.js", "last?.print === print", "Boolean(last)", browser("TestABackupIsOfferedOnceItMattersMadeAndReadBack")},
		{"a library that only a snapshot remembers is begun anew", "extension/remembered.js", "found.remembered ?? bySnapshot()", "found.remembered ?? null", browser("TestWhereOnlySnapshotsAreLeftNothingIsBegunAnewUnasked")},
		{"the whole trash goes with what is in view", "extension/commands.js", "purge(found.query, until)", "purge('is:trashed', until)", browser("TestOfTheTrashOnlyWhatIsInViewIsDeletedForEver")},
		{"what is selected by then is changed, not what was selected at the press", "extension/selection.js", "const done = await f(which);", "const done = await f(chosen());", browser("TestWhatWasSelectedAtThePressIsChanged")},
		{"an answer of before selects in another list", "extension/selection.js", "      if (mine === picked) {\n        picked++;", "      if (picked) {\n        picked++;", browser("TestAnAnswerOfBeforeSelectsNothingInAnotherList")},
		{"who only saves has no snapshots", "extension/host.js", "  await quietly('no snapshot was made', () => snapshotUnasked(askValue));\n", "", browser("TestWhoOnlySavesHasSnapshotsToo")},
		{"a tag that was taken out after a save had failed comes back", "extension/outbox.js", "  if (later) await area.set({ [savedTags(draft)]", "  if (later && !draft) await area.set({ [savedTags(draft)]", browser("TestWhatIsTypedAfterASaveThatFailedOutlivesIt")},
		{"nothing is kept before many bookmarks change", "extension/snapshots.js", "  if (bookmarks <= MANY) return;", "  if (bookmarks > 0) return;", browser("TestASnapshotIsKeptBeforeManyBookmarksChange")},
		{"every page that is opened wakes the background", "extension/toolbar.js", "(await seesAddresses()) ? 'addListener' : 'removeListener'", "'addListener'", browser("TestWithoutThePermissionBrowsingWakesNoBackground")},
		{"what a snapshot was packed from stays on the disk", "extension/shelving.js", "options).finally(discard);", "options);", browser("TestALibraryThatVanishedIsBroughtBackFromASnapshot")},
		{"an export from a full disk lacks what was written before", "extension/importer.js", "    for (const piece of file.written()) post(piece);\n", "", browser("TestAnExportFromAFullDiskGoesToAnother")},
		{"what is typed in a row is lost when another question is asked", "extension/asking.js", "    leaveEditing();\n", "", browser("TestAnotherQuestionLeavesARowAndUndoBringsItsTextBack")},
		{"a draft of a private window is kept on the disk", "extension/finder.js", "}, page().incognito));", "}, false));", browser("TestAPageOfAPrivateWindowIsKeptOnlyByAPress")},
		{"a snapshot is not what was in the library", "extension/shelving.js", "await exportFile('pinfold', {}, options);", "await exportFile('pinfold', { query: '#none' }, options);", browser("TestALibraryThatVanishedIsBroughtBackFromASnapshot")},
	}
}
