// Package soak runs for hours what the tests run for seconds: kills of real
// browsers, fuzzing, random lives and damage, each with seeds that were not
// tried before, and planted bugs that the tests must catch. It keeps a tally that outlives it, so that a campaign can be
// cut off at any moment and gone on with. It must never hide a failure: each
// stays in the tally with the command that shows it again.
package soak

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"pinfold/internal/injection"
	"pinfold/internal/mutation"
)

// Options say where and how long.
type Options struct {
	Root  string // of the sources
	State string // the file of the tally
	For   time.Duration
	Say   func(format string, args ...any)
}

// A Tally is what all campaigns over one state have done so far.
type Tally struct {
	Began    time.Time
	Last     time.Time
	Machine  string
	Seed     uint64 // the next that was not tried
	Counts   map[string]int64
	Failures []Failure
}

// A Failure is a run that did not pass.
type Failure struct {
	Time    time.Time
	Command string
	Output  string // its end
}

// A task is one kind of run; it is given a seed.
type task struct {
	name string // of what is counted
	args func(seed uint64) []string
	one  func(output string) int64 // how many a run that passed has done
}

// Run takes turns with all tasks until the time is over or ctx is done.
func Run(ctx context.Context, o Options) error {
	t, err := load(o.State)
	if err != nil {
		return err
	}
	tasks, err := tasks(ctx, o.Root)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, o.For)
	defer cancel()
	if err := t.campaign(ctx, o, tasks); err != nil {
		return err
	}
	if len(t.Failures) > 0 {
		return fmt.Errorf("%d runs have failed; they stand in %s", len(t.Failures), o.State)
	}
	return nil
}

// campaign begins with the first task: the first seed is 1.
func (t *Tally) campaign(ctx context.Context, o Options, tasks []task) error {
	for turn := int(t.Seed) - 1; ctx.Err() == nil; turn++ {
		if err := t.turn(ctx, o, tasks[turn%len(tasks)]); err != nil {
			return err
		}
	}
	return nil
}

// turn does one run. One that is cut off counts only when it has found an
// input that crashes: that lies in the sources now, and must be told.
func (t *Tally) turn(ctx context.Context, o Options, k task) error {
	args := k.args(t.Seed)
	before, err := inputs(o.Root)
	if err != nil {
		return err
	}
	out, failed := run(ctx, o.Root, args)
	found, err := newInputs(o.Root, before)
	if err != nil {
		return err
	}
	if ctx.Err() != nil && len(found) == 0 {
		return nil
	}
	t.Seed++
	t.Last = time.Now().UTC()
	switch {
	case len(found) > 0:
		for _, input := range found {
			t.fail(o, again(input), out)
		}
	case failed != nil:
		t.fail(o, strings.Join(args, " "), out)
	default:
		t.Counts[k.name] += k.one(out)
		o.Say("%s: %d", k.name, t.Counts[k.name])
	}
	return t.save(o)
}

func (t *Tally) fail(o Options, command, out string) {
	t.Failures = append(t.Failures, Failure{t.Last, command, tail(out)})
	o.Say("FAILED: %s", command)
}

// run runs a command in a group of its own. When ctx is done the whole group
// is asked to end, as a terminal does, and then made to: go's fuzzer would
// else go on without us, and write what it finds when nobody looks any more.
func run(ctx context.Context, root string, args []string) (string, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = root
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = 10 * time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	if ctx.Err() != nil && cmd.Process != nil {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
	return out.String(), err
}

// tail is the end of a long output.
func tail(s string) string { return s[max(0, len(s)-4000):] }

func load(state string) (*Tally, error) {
	t := &Tally{Began: time.Now().UTC(), Seed: 1, Counts: map[string]int64{}}
	text, err := os.ReadFile(state)
	if errors.Is(err, os.ErrNotExist) {
		return t, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, t); err != nil {
		return nil, fmt.Errorf("%s is no tally of a soak: %w", state, err)
	}
	return t, nil
}

// save writes the tally and the promise that rests on it; a campaign that is
// cut off leaves the one before.
func (t *Tally) save(o Options) error {
	text, err := json.MarshalIndent(t, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(o.State), 0o755); err != nil {
		return err
	}
	next := o.State + ".next"
	if err := os.WriteFile(next, text, 0o644); err != nil {
		return err
	}
	if err := os.Rename(next, o.State); err != nil {
		return err
	}
	return t.promise(filepath.Join(o.Root, "docs", "PROMISE.md"))
}

// The runs of one task are as long as a few minutes, so that each kind has its
// turn in an hour.
const (
	killsARun  = 40
	cutsARun   = 20
	livesARun  = 40
	damageARun = 4
	pairsARun  = 500
	foursARun  = 1000
	asksARun   = 2000
	crowdsARun = 12
	deathsARun = 120
	mortalARun = 16
	fuzzARun   = 60 * time.Second
)

func tasks(ctx context.Context, root string) ([]task, error) {
	inBrowser := func(name, test string, each int64, flags func(seed string) []string) task {
		return task{name, func(seed uint64) []string {
			return append([]string{"go", "test", "./e2e", "-run", "^" + test + "$", "-count=1", "-timeout=30m", "-watchdog=20m"}, flags(strconv.FormatUint(seed, 10))...)
		}, func(string) int64 { return each }}
	}
	kills := func(name string, more ...string) task {
		return inBrowser(name, "TestWhatWasAcknowledgedSurvivesTheBrowserBeingKilled", killsARun, func(seed string) []string {
			return append([]string{"-v", "-kills", strconv.Itoa(killsARun), "-kill-seed", seed}, more...)
		})
	}
	cuts := func(name string, more ...string) task {
		return inBrowser(name, "TestWhatWasAcknowledgedSurvivesAPowerCut", cutsARun, func(seed string) []string {
			return append([]string{"-v", "-cuts", strconv.Itoa(cutsARun), "-kill-seed", seed}, more...)
		})
	}
	contexts := func(browser string) task {
		return inBrowser("asked by eight contexts of "+browser+" at once, in one order", "TestEveryContextSeesOneLibrary", asksARun, func(seed string) []string {
			return []string{"-browser", browser, "-context-asks", strconv.Itoa(asksARun), "-context-seed", seed}
		})
	}
	mortal := func(browser string) task {
		return inBrowser("deaths among eight contexts of "+browser+", all that was heard in one order", "TestWhatContextsHeardFitsOneOrderThoughTheyDie", mortalARun, func(seed string) []string {
			return []string{"-browser", browser, "-context-deaths", strconv.Itoa(mortalARun), "-context-asks", strconv.Itoa(2 * asksARun), "-context-seed", seed}
		})
	}
	deaths := func(browser string) task {
		return inBrowser("moments of a save in which the background of "+browser+" ended", "TestASaveIsDoneOnceHoweverOftenTheBackgroundDies", deathsARun, func(seed string) []string {
			return []string{"-browser", browser, "-deaths", strconv.Itoa(deathsARun), "-kill-seed", seed}
		})
	}
	crowd := func(browser string) task {
		return inBrowser("rounds of four windows of "+browser+" of which something dies", "TestACrowdOfWindowsLosesNothingWhateverDies", crowdsARun, func(seed string) []string {
			return []string{"-browser", browser, "-crowds", strconv.Itoa(crowdsARun), "-kill-seed", seed}
		})
	}
	hostile := func(browser string) task {
		return inBrowser("hostile texts in every field and view of "+browser, "TestHostileTextIsTextInEveryFieldAndView", injection.Count, func(seed string) []string {
			return []string{"-browser", browser, "-hostile-seed", seed}
		})
	}
	restored := func(browser string) task {
		return inBrowser("backups of 100,000 bookmarks restored in another "+browser, "TestALargeBackupRestoredInAnotherBrowserIsTheSame", 1, func(seed string) []string {
			return []string{"-browser", browser, "-restored", "100000", "-restored-seed", seed}
		})
	}
	core := func(name, test, runs string, each int64) task {
		return task{name, func(seed uint64) []string {
			return []string{"go", "test", "./core", "-run", test, "-count=1", "-timeout=30m", "-soak-seed", strconv.FormatUint(seed*1000, 10), "-soak-runs", runs}
		}, func(string) int64 { return each }}
	}
	list := []task{
		kills("kills of Chromium, databases in LevelDB", "-browser", "chromium"),
		kills("kills of Chromium, databases in SQLite", "-browser", "chromium", "-kill-sqlite"),
		kills("kills of Firefox", "-browser", "firefox"),
		cuts("power cuts under Chromium, databases in LevelDB", "-browser", "chromium"),
		cuts("power cuts under Chromium, databases in SQLite", "-browser", "chromium", "-kill-sqlite"),
		cuts("power cuts under Firefox", "-browser", "firefox"),
		contexts("chromium"),
		contexts("firefox"),
		mortal("chromium"),
		mortal("firefox"),
		hostile("chromium"),
		hostile("firefox"),
		deaths("chromium"),
		deaths("firefox"),
		crowd("chromium"),
		crowd("firefox"),
		restored("chromium"),
		restored("firefox"),
		core("random lives of 250 steps held against a model", "^TestRandomLivesMatchTheModel$", strconv.Itoa(livesARun), livesARun),
		core("pairs of windows, three things each, in every order of their calls", "^TestEveryInterleavingOfTwoWindowsIsLinearisable$", strconv.Itoa(pairsARun), pairsARun),
		core("random orders of four windows' calls, fifty things each", "^TestFourWindowsAtOnceAreLinearisable$", strconv.Itoa(foursARun), foursARun),
		core("damaged parts found and repaired", "^TestEveryDamageOfThePartsIsFoundAndRepaired$", strconv.Itoa(damageARun), damageARun*600),
	}
	fuzz, err := fuzzTasks(ctx, root)
	return append(append(list, fuzz...), plantedTasks()...), err
}

// plantedTasks are the bugs of internal/mutation, each with a turn of its own.
func plantedTasks() []task {
	var list []task
	for i := range mutation.Mutants() {
		list = append(list, task{"planted bugs that a test caught", func(uint64) []string {
			return []string{"go", "run", "./internal/mutation/plant", strconv.Itoa(i)}
		}, func(string) int64 { return 1 }})
	}
	return list
}
