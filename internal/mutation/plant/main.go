// Command plant plants bugs of internal/mutation into a copy of the sources, by
// their numbers or all of them, and fails if the tests do not catch one.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"time"

	"pinfold/internal/mutation"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, numbers []string) error {
	all := mutation.Mutants()
	chosen := all
	if len(numbers) > 0 {
		chosen = nil
	}
	for _, text := range numbers {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n >= len(all) {
			return fmt.Errorf("%q is no number from 0 to %d", text, len(all)-1)
		}
		chosen = append(chosen, all[n])
	}
	dir, err := os.MkdirTemp("", "pinfold-mutation-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	c, err := mutation.NewCopy(ctx, ".", dir)
	if err != nil {
		return err
	}
	missed := 0
	for _, m := range chosen {
		began := time.Now()
		if err := c.Kill(ctx, m); err != nil {
			fmt.Println("MISSED:", err)
			missed++
			continue
		}
		fmt.Printf("caught in %s: %s\n", time.Since(began).Round(time.Second), m.Fault)
	}
	if missed > 0 {
		return fmt.Errorf("%d of %d planted bugs were not caught", missed, len(chosen))
	}
	return nil
}
