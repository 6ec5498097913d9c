package e2e

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/internal/linear"
)

// working is the built extension in which every page and the background can
// work, as testdata/contexts says.
func working(t *testing.T, kind string) string {
	t.Helper()
	dir := variant(t, kind, func(manifest map[string]any) {
		background := manifest["background"].(map[string]any)
		if background["service_worker"] != nil {
			background["service_worker"] = "backgroundwork.js"
		} else {
			background["scripts"] = []string{"backgroundwork.js"}
		}
	})
	inModules(t, dir)
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/contexts")))
	for _, name := range []string{"library.html", "options.html", "popup.html"} {
		name = filepath.Join(dir, name)
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		worked := strings.Replace(string(text), "<script ", `<script type="module" src="pagework.js"></script>`+"\n  <script ", 1)
		require.NotEqual(t, string(text), worked)
		require.NoError(t, os.WriteFile(name, []byte(worked), 0o644))
	}
	return dir
}

// A foreman gives the contexts of a browser their work and writes down, outside
// the browser, what each was asked, what it heard, and when.
type foreman struct {
	mu      sync.Mutex
	moment  *sync.Cond // when an import or a hold has ended, or somebody has died
	beside  int        // how much is still to be asked beside an import
	began   time.Time
	c       *linear.Chooser
	left    int                // how much is still to be asked
	asked   map[int]linear.Op  // what each context is about, by its number
	idle    map[int]bool       // those that were told that there is nothing more, and the dead
	gone    map[int]bool       // those that have died
	menus   map[int]bool       // those that are the background, which imports nothing
	held    bool               // nobody is given anything
	mortal  bool               // the background may die while others ask through it
	doors   []*httptest.Server // one each
	over    bool
	history []linear.Op
	made    []uint64 // the generations that engines have made
	wrong   []string
}

// newForeman returns one who asks so much, drawn from a seed.
func newForeman(t *testing.T, seed uint64, asks int) *foreman {
	f := &foreman{began: time.Now(), left: asks, asked: map[int]linear.Op{}, idle: map[int]bool{}, gone: map[int]bool{}, menus: map[int]bool{}}
	f.c = linear.NewChooser(rand.New(rand.NewPCG(seed, 31)), "asked", 6)
	f.moment = sync.NewCond(&f.mu)
	t.Cleanup(f.end)
	return f
}

// end lets nobody wait any more.
func (f *foreman) end() {
	f.mu.Lock()
	f.over = true
	f.moment.Broadcast()
	f.mu.Unlock()
	for _, door := range f.doors {
		door.CloseClientConnections()
		door.Close()
	}
}

// door gives a context its number, and an address of its own to ask at: a
// browser has few connections to one address, and who waits holds one.
func (f *foreman) door(w workplace) (who int, address string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	who = len(f.doors)
	f.menus[who] = w.page == ""
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { f.serve(who, w, r) }))
	f.doors = append(f.doors, door)
	return who, door.URL
}

// serve hears of what a context has done and gives it the next.
func (f *foreman) serve(who int, w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	var told struct {
		Made []uint64
		told
	}
	err := json.NewDecoder(r.Body).Decode(&told)
	f.mu.Lock()
	defer f.mu.Unlock()
	if err != nil {
		if !f.mortal { // else it died as it told
			f.wrong = append(f.wrong, err.Error())
		}
		return
	}
	f.made = append(f.made, told.Made...)
	f.hear(who, told.told)
	for (f.held || f.importing() && f.beside == 0) && !f.over && !f.gone[who] {
		f.moment.Wait()
	}
	if f.left == 0 || f.gone[who] {
		f.idle[who] = true
		w.WriteHeader(http.StatusNoContent)
		return
	}
	ask := f.next(who)
	f.asked[who] = linear.Op{Who: who, Ask: ask, Began: f.now()}
	json.NewEncoder(w).Encode(ordered(ask)) // a page that has gone meanwhile hears nothing
}

// besideAnImport is how much is asked while an import is under way: it needs a
// moment without a write to end, which contexts that never rest do not give it.
const besideAnImport = 30

// next draws what a context is asked. The background imports nothing, and one
// import is under way at a time.
func (f *foreman) next(who int) linear.Ask {
	f.left--
	f.beside = max(f.beside-1, 0)
	ask := f.c.Next()
	if ask.Kind == linear.Import && (f.menus[who] || f.importing()) {
		return linear.Ask{Kind: linear.Tidy}
	}
	if ask.Kind == linear.Import {
		f.beside = besideAnImport
	}
	return ask
}

func (f *foreman) importing() bool {
	for _, op := range f.asked {
		if op.Ask.Kind == linear.Import {
			return true
		}
	}
	return false
}

// hear ends what a context was about.
func (f *foreman) hear(who int, t told) {
	op, ok := f.asked[who]
	if !ok {
		return
	}
	delete(f.asked, who)
	f.moment.Broadcast()
	if f.mortal && t.Code == "unheard" {
		f.lose(op)
		return
	}
	op.Ended = f.now()
	answer, err := t.answer(op.Ask)
	if err != nil {
		f.wrong = append(f.wrong, err.Error())
	}
	op.Answer = answer
	switch code := op.Answer.Refused; {
	case code == "", code == "conflict", code == "duplicate":
	default:
		f.wrong = append(f.wrong, fmt.Sprintf("%d: %s was refused: %s: %s", who, op.Ask.Kind, code, t.Message))
	}
	f.note(op)
}

// bury writes down that a context has died: what it was about may be done, or
// not, or will be, and nobody hears of it.
func (f *foreman) bury(who int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.gone[who], f.idle[who] = true, true
	if op, ok := f.asked[who]; ok {
		delete(f.asked, who)
		f.lose(op)
	}
	f.moment.Broadcast()
}

// lose notes an op of which nobody hears.
func (f *foreman) lose(op linear.Op) {
	op.Answer = linear.Answer{Lost: true, Count: linear.Untold}
	f.history = append(f.history, op)
}

// hold gives nobody anything to do until on is false.
func (f *foreman) hold(on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.held = on
	f.moment.Broadcast()
}

// remaining is how much is still to be asked.
func (f *foreman) remaining() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.left
}

// note writes an op down. A save shows what it saved, which is a look of its own.
func (f *foreman) note(op linear.Op) {
	f.history = append(f.history, op)
	f.c.Learn(op.Ask, op.Answer)
	if seen := op.Answer.Seen; seen != nil && !op.Ask.Kind.Reads() {
		op.Ask = linear.Ask{Kind: linear.Get, On: []linear.Target{{URL: op.Ask.On[0].URL, ID: seen.ID}}}
		op.Answer = linear.Answer{Seen: seen}
		f.history = append(f.history, op)
	}
}

func (f *foreman) now() int64 { return int64(time.Since(f.began)) }

// resting says that every context has nothing more to do. What it answers
// beside tells how far they are.
func (f *foreman) resting() (bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.left == 0 && len(f.idle) == len(f.doors), fmt.Errorf("%d are still to be asked, under way are %v, %d of %d rest", f.left, f.asked, len(f.idle), len(f.doors))
}

// do asks from a page, and waits for the answer.
func (f *foreman) do(p *page, what linear.Ask) {
	p.s.t.Helper()
	op := linear.Op{Who: -1, Ask: what, Began: f.now()}
	var result json.RawMessage
	for _, c := range ordered(what).Calls {
		if c.Write {
			c.Params["op"] = fmt.Sprintf("6f1a1d1e-0004-4000-8000-%012x", op.Began)
		}
		result = ask[json.RawMessage](p, c.Method, c.Params)
	}
	op.Ended = f.now()
	answer, err := told{Result: result}.answer(what)
	require.NoError(p.s.t, err)
	op.Answer = answer
	f.mu.Lock()
	defer f.mu.Unlock()
	f.note(op)
}

// judge looks at everything once more and compares all that was asked and
// heard: it fits one order, no two changes have one number and none is missing.
func (f *foreman) judge(p *page) {
	p.s.t.Helper()
	for _, url := range f.c.URLs() {
		f.do(p, linear.Ask{Kind: linear.Find, On: []linear.Target{{URL: url}}})
	}
	require.Empty(p.s.t, f.wrong)
	require.NoError(p.s.t, linear.Check(f.history, *watchdog))
	there := p.changes()
	for i, number := range there {
		require.Equal(p.s.t, uint64(len(there)-i), number, "no gap in the history")
	}
	for _, op := range f.history {
		require.LessOrEqual(p.s.t, op.Answer.Change, uint64(len(there)), "a change that was told is in the history")
	}
}

// changes are the numbers of all changes in the history, the newest first.
func (p *page) changes() (numbers []uint64) {
	p.s.t.Helper()
	for {
		params := map[string]any{"limit": 500}
		if n := len(numbers); n > 0 {
			params["before"] = numbers[n-1]
		}
		got := ask[struct{ Changes []struct{ Change uint64 } }](p, "history", params)
		if len(got.Changes) == 0 {
			return numbers
		}
		for _, c := range got.Changes {
			numbers = append(numbers, c.Change)
		}
	}
}

// counted compares the generations that engines have made with the last one: none
// was made twice, and none is missing but those of the imports, whose engines
// tell nobody: each takes its places, then writes, unless it is refused.
func (f *foreman) counted(t *testing.T, first, last uint64) {
	t.Helper()
	imports, refused := 0, 0
	for _, op := range f.history {
		switch {
		case op.Ask.Kind != linear.Import:
		case op.Answer.Refused == "":
			imports++
		default:
			refused++
		}
	}
	f.made = slices.DeleteFunc(f.made, func(n uint64) bool { return n <= first })
	slices.Sort(f.made)
	for i := 1; i < len(f.made); i++ {
		require.NotEqual(t, f.made[i-1], f.made[i], "two engines have made one generation")
	}
	missing := int(last-first) - len(f.made)
	require.GreaterOrEqual(t, missing, 2*imports, "%d imports and %d refused", imports, refused)
	require.LessOrEqual(t, missing, 2*imports+refused, "%d imports and %d refused", imports, refused)
}
