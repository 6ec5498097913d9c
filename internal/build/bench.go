package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"pinfold/internal/bench"
)

// measure runs the benchmarks and writes bench/results.md.
func measure(ctx context.Context, args []string) error {
	o := bench.Options{Root: ".", Out: out, Say: func(format string, args ...any) {
		fmt.Println(time.Now().Format(time.TimeOnly), fmt.Sprintf(format, args...))
	}}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&o.Links, "links", "", "also measure with the real bookmarks of this `file`, a JSON object a line, perhaps gzipped")
	flags.IntVar(&o.Size, "size", 100_000, "how many bookmarks")
	flags.IntVar(&o.Rounds, "rounds", 15, "how often a page is opened for one figure")
	growth := flags.String("growth", "", "also draw what grows with the library, at these `sizes`, with commas: 10000,100000,250000,1000000 (10 minutes and more)")
	flags.IntVar(&o.Edits, "edits", 0, "also see what so many edits of one bookmark leave on the disk (100000 take 10 minutes)")
	beside := flags.String("beside", "100000", "the `sizes` at which the peers run, with commas; the best three, all of them, or some by their names: 10000:all,100000,250000:orama+lunr")
	flags.BoolVar(&o.Resume, "resume", false, "go on with a run of the peers that was cut off: whom it has measured is not measured again")
	flags.StringVar(&o.Seeds, "seeds", "1,2,3,4,5", "the draws of known items for the peers and us, with commas")
	flags.IntVar(&o.Budget, "budget", 4000, "milliseconds for each kind of question to a peer; at 250000 so few end before each was asked twice, and what was read from the disk counts")
	parts := flags.String("parts", strings.Join(bench.Parts, ","), "what to measure, with commas; the report has no more")
	flags.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: ./build.sh bench [options] [PEERS]\n\nMeasures in Chromium and writes bench/results.md: about 7 minutes, and 10 more with the folder of a peer benchmark.")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	var err error
	if o.Growth, err = ascending("--growth", *growth); err != nil {
		return err
	}
	if o.Beside, err = besides(*beside); err != nil {
		return err
	}
	if o.Parts, err = partsOf(*parts); err != nil {
		return err
	}
	o.Peers = flags.Arg(0)
	o.Asked = asked(args)
	return bench.Run(ctx, o)
}

// asked is a command line as another person would type it: of files and folders
// only the last name.
func asked(args []string) string {
	line := "./build.sh bench"
	for _, word := range args {
		line += " " + filepath.Base(word)
	}
	return line
}

// ascending reads sizes with commas between them.
func ascending(option, sizes string) (list []int, err error) {
	for text := range strings.SplitSeq(sizes, ",") {
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1000 || len(list) > 0 && n <= list[len(list)-1] {
			return nil, fmt.Errorf("%s: %q is no size of at least 1000, greater than the one before", option, text)
		}
		list = append(list, n)
	}
	return list, nil
}

// partsOf reads the names of parts.
func partsOf(names string) ([]string, error) {
	list := strings.Split(names, ",")
	for _, name := range list {
		if !slices.Contains(bench.Parts, name) {
			return nil, fmt.Errorf("--parts: %q is none of %s", name, strings.Join(bench.Parts, ", "))
		}
	}
	return list, nil
}

// besides reads sizes, each with ":all" or names behind it or not.
func besides(sizes string) (list []bench.Beside, err error) {
	for text := range strings.SplitSeq(sizes, ",") {
		size, others, named := strings.Cut(text, ":")
		n, err := strconv.Atoi(size)
		if err != nil || n < 1000 {
			return nil, fmt.Errorf("--beside: %q is no size of at least 1000", text)
		}
		at := bench.Beside{Size: n, Others: bench.Others}
		if named {
			at.Others = strings.ReplaceAll(others, "+", ",")
		}
		if others == "all" {
			at.Others = bench.All
		}
		list = append(list, at)
	}
	return list, nil
}
