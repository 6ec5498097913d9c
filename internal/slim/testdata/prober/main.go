// Command prober does what needs the table of functions: it walks the stack,
// collects garbage, recovers and names where it is.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

// What is inlined leaves the stack with its place.
//
//go:noinline
func deep(n int) string {
	if n > 0 {
		return deep(n - 1)
	}
	callers := make([]uintptr, 32)
	var names []string
	for frames := runtime.CallersFrames(callers[:runtime.Callers(0, callers)]); ; {
		frame, more := frames.Next()
		if strings.HasPrefix(frame.Function, "main.") {
			names = append(names, frame.Function)
		}
		if !more {
			return strings.Join(names, "\n")
		}
	}
}

//go:noinline
func fault() (said any) {
	defer func() { said = recover() }()
	var none map[string]int
	none["a"] = 1
	return nil
}

func main() {
	fmt.Println(deep(5))
	fmt.Println(fault())
	kept := make([][]byte, 16)
	for i := range 200 {
		kept[i%16] = make([]byte, 1<<18)
		runtime.GC()
	}
	fmt.Println(len(kept))
}
