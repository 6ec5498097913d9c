// Command build is what build.sh calls for everything that is more than a
// line of shell. It is run from the root of the sources.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"pinfold/internal/dist"
)

// out is where everything that is made goes.
const out = "dist"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New("say what to do: build, run, test, soak, dev, zip, worker or bench")
	}
	switch args[0] {
	case "build":
		return build(ctx)
	case "run":
		return launch(ctx, args[1:])
	case "test":
		return test(ctx, args[1:])
	case "dev":
		return dev(ctx)
	case "zip":
		return zip(ctx)
	case "worker":
		return worker(ctx)
	case "soak":
		return soakFor(ctx, args[1:])
	case "bench":
		return measure(ctx, args[1:])
	}
	return fmt.Errorf("there is no %q", args[0])
}

func build(ctx context.Context) error {
	if err := dist.Build(ctx, ".", out); err != nil {
		return err
	}
	for _, target := range dist.Targets() {
		fmt.Println(filepath.Join(out, string(target)))
	}
	return nil
}

func zip(ctx context.Context) error {
	if err := dist.Build(ctx, ".", out); err != nil {
		return err
	}
	made, err := dist.Zips(out)
	for _, name := range made {
		fmt.Println(name)
	}
	return err
}

// worker makes the folder that wrangler deploys.
func worker(ctx context.Context) error {
	dir := filepath.Join(out, "worker")
	if err := dist.Worker(ctx, ".", dir); err != nil {
		return err
	}
	fmt.Println(dir)
	return nil
}
