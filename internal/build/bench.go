package main

import (
	"context"
	"flag"
	"fmt"
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
	if err := flags.Parse(args); err != nil {
		return err
	}
	o.Peers = flags.Arg(0)
	return bench.Run(ctx, o)
}
