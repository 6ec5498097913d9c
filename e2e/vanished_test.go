package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestALibraryThatIsDeletedUnderItsWindowsIsToldAndNotBegunAnew(t *testing.T) {
	const vanished = "The library has vanished from this browser's storage. Nothing was changed. Restart the browser, then restore a backup if it is still empty."
	each(t, func(s *session) {
		s.broken = "it is deleted"
		s.have(sixPins()...)
		p := s.library("#outages")
		p.onRow("What went wrong on Thursday")
		o := s.open("options.html")
		require.Equal(s.t, "deleted", eval[string](o, `() => new Promise((done) => {
			const request = indexedDB.deleteDatabase("pinfold");
			request.onsuccess = () => done("deleted");
			request.onerror = () => done(request.error.name);
		})`), "no window stands in the way")
		require.NoError(s.t, p.Front(s.ctx))
		p.press("e")
		p.focused("@Title")
		p.press("Control+a")
		p.write("Mine")
		p.press("Enter")
		p.shows("NOT SAVED. " + vanished)
		p.holds("@Title", "Mine")
		popup := s.popupOn("/plain")
		popup.read()
		popup.write("mine")
		popup.press("Enter")
		popup.shows("NOT SAVED. " + vanished)
		require.Zero(s.t, eval[int](o, `() => new Promise((count) => {
			indexedDB.open("pinfold").onsuccess = ({target}) => {
				const db = target.result;
				if (!db.objectStoreNames.contains("chunks")) { db.close(); count(0); return; }
				db.transaction("chunks").objectStore("chunks").count().onsuccess = (event) => { db.close(); count(event.target.result); };
			};
		})`), "no new library is made")
	})
}
