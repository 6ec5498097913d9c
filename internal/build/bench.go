package main

import (
	"context"
	"flag"
	"fmt"
	"os"
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
	flags.StringVar(&o.Others, "others", bench.Others, "the `peers` to run beside, with commas")
	flags.StringVar(&o.Seeds, "seeds", "1,2,3,4,5", "the draws of known items for the peers and us, with commas")
	flags.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: ./build.sh bench [options] [PEERS]\n\nMeasures in Chromium and writes bench/results.md: about 7 minutes, and 10 more with the folder of a peer benchmark.")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	for text := range strings.SplitSeq(*growth, ",") {
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1000 || len(o.Growth) > 0 && n <= o.Growth[len(o.Growth)-1] {
			return fmt.Errorf("--growth: %q is no size of at least 1000, greater than the one before", text)
		}
		o.Growth = append(o.Growth, n)
	}
	o.Peers = flags.Arg(0)
	return bench.Run(ctx, o)
}
