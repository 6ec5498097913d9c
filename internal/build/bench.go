package main

import "context"

// bench measures natively.
func bench(ctx context.Context, args []string) error {
	return nativeBench(ctx)
}
