package e2e

import (
	"testing"

	"pinfold/internal/browser"
)

// toldBy is where the Worker of an import or export tells how far it has come.
const toldBy = "const onEvent = (json) => tell(JSON.parse(json));"

// eachStanding runs a test for tests that end the browser, as eachAlone does, in
// the middle of an import of more than 10,000: its Worker stands still there, so
// that the end comes before the import is done, however late. In time it comes
// before, while the Worker writes.
func eachStanding(t *testing.T, test func(s *session)) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		dir := variant(t, kind, asItIs)
		standing(t, dir)
		test(begin(t, kind, browser.Options{Extension: dir, Profile: t.TempDir()}))
	})
}

func standing(t *testing.T, dir string) {
	t.Helper()
	altered(t, dir, "importer.js", toldBy, `const onEvent = (json) => {
		const event = JSON.parse(json);
		tell(event);
		while (event.writing && event.permille > 600 && event.entries > 10000);
	};`)
}

// eachWaiting runs a test in which a job waits in its middle, where when says so
// of an event, until it is canceled, however late.
func eachWaiting(t *testing.T, when string, test func(s *session)) {
	eachAltered(t, func(t *testing.T, dir string) {
		altered(t, dir, "importer.js", toldBy, `const onEvent = (json) => {
			const event = JSON.parse(json);
			tell(event);
			waits ||= `+when+`;
		};
		let waits = false;
		const { postMessage } = MessagePort.prototype; // by which the program lets others have a turn
		MessagePort.prototype.postMessage = function (...message) {
			const go = () => postMessage.apply(this, message);
			if (waits && !controller.signal.aborted) controller.signal.addEventListener("abort", go, { once: true });
			else go();
		};`)
	}, test)
}
