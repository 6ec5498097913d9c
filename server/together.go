package server

import (
	"fmt"
	"runtime/debug"
	"sync"
)

// together does all at once, since each of them waits for the database, and
// returns the first error in their order. A panic of one is the caller's.
func together(all ...func() error) error {
	errs, panics := make([]error, len(all)), make([]any, len(all))
	var under sync.WaitGroup
	for i, do := range all {
		under.Go(func() {
			defer func() {
				if reason := recover(); reason != nil {
					panics[i] = fmt.Sprintf("%v\n%s", reason, debug.Stack())
				}
			}()
			errs[i] = do()
		})
	}
	under.Wait()
	for i := range all {
		if panics[i] != nil {
			panic(panics[i])
		}
		if errs[i] != nil {
			return errs[i]
		}
	}
	return nil
}
