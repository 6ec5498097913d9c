/** The empty page opens a database, as every page of an extension that keeps something does. */
const opening = indexedDB.open('empty');
opening.onsuccess = () => {
  opening.result.close();
  globalThis.probe.opened = performance.now();
};
