package main

import (
	"context"
	"os/exec"
)

// nativeBench runs the Go benchmarks, which need no browser.
func nativeBench(ctx context.Context) error {
	return show(exec.CommandContext(ctx, "go", "test", "-run=^$", "-bench=.", "-benchtime=300ms", "./core/..."))
}
