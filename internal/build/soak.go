package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"pinfold/internal/soak"
)

// soakFor runs the long campaigns for a time, and goes on with what earlier
// ones have counted.
func soakFor(ctx context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New("say how long: ./build.sh soak 2h")
	}
	long, err := time.ParseDuration(args[0])
	if err != nil || long <= 0 {
		return fmt.Errorf("%q is no time: say for example 30m or 8h", args[0])
	}
	return soak.Run(ctx, soak.Options{Root: ".", State: filepath.Join(out, "soak.json"), For: long, Say: func(format string, args ...any) {
		fmt.Println(time.Now().Format(time.TimeOnly), fmt.Sprintf(format, args...))
	}})
}
