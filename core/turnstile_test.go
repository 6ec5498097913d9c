package core_test

import "slices"

// A turnstile lets one of several windows go at a time, as far as its next call
// of the store, so that a run is what its choices make it and nothing else.
type turnstile struct {
	free []chan struct{} // each window's own
	came chan int        // who stands at the turnstile; below zero: who has gone home
}

func newTurnstile(windows int) *turnstile {
	ts := &turnstile{came: make(chan int)}
	for range windows {
		ts.free = append(ts.free, make(chan struct{}))
	}
	return ts
}

// wait returns when it is the i-th window's turn.
func (ts *turnstile) wait(i int) {
	ts.came <- i
	<-ts.free[i]
}

// run does the works, each in its window; choose picks one of so many that wait.
func (ts *turnstile) run(works []func(), choose func(waiting int) int) {
	var waiting []int
	for i, work := range works {
		go func() {
			ts.wait(i)
			work()
			ts.came <- -1 - i
		}()
		waiting = append(waiting, <-ts.came)
	}
	for len(waiting) > 0 {
		n := choose(len(waiting))
		i := waiting[n]
		ts.free[i] <- struct{}{}
		if who := <-ts.came; who < 0 {
			waiting = slices.Delete(waiting, n, n+1)
		}
	}
}

// every calls run with a chooser for each way in which its choices can fall,
// and returns how many there are.
func every(run func(choose func(of int) int)) int {
	var path, width []int
	for ways := 1; ; ways++ {
		at := 0
		run(func(of int) int {
			if of == 1 {
				return 0
			}
			if at == len(path) {
				path, width = append(path, 0), append(width, of)
			}
			at++
			return path[at-1]
		})
		last := len(path) - 1
		for last >= 0 && path[last]+1 == width[last] {
			last--
		}
		if last < 0 {
			return ways
		}
		path[last]++
		path, width = path[:last+1], width[:last+1]
	}
}
