package server

import (
	"errors"
	"sync"
)

// together does all at once, since each of them waits for the database, and
// returns their errors. A panic of one is the caller's.
func together(all ...func() error) error {
	errs, panics := make([]error, len(all)), make([]any, len(all))
	var under sync.WaitGroup
	for i, do := range all {
		under.Go(func() {
			defer func() { panics[i] = recover() }()
			errs[i] = do()
		})
	}
	under.Wait()
	for _, p := range panics {
		if p != nil {
			panic(p)
		}
	}
	return errors.Join(errs...)
}
