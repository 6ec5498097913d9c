package main

import (
	"flag"
	"io"
	"strings"
)

// flags returns a flag set that prints nothing of its own, with --library.
func flags(name string) (*flag.FlagSet, *string) {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	return f, f.String("library", "", "the library's file")
}

// parse reads the flags, wherever they stand among the arguments, and returns
// the rest. What looks like a flag and is none is wrong usage.
func parse(f *flag.FlagSet, args []string) ([]string, error) {
	rest, strange, err := split(f, args)
	if err != nil || strange {
		return nil, errUsage
	}
	return rest, nil
}

// parseWords is parse for a command whose arguments are words of a query, in
// which -go leaves something out.
func parseWords(f *flag.FlagSet, args []string) ([]string, error) {
	rest, _, err := split(f, args)
	if err != nil {
		return nil, errUsage
	}
	return rest, nil
}

// split reads the known flags; strange says that there is an unknown one among
// the rest. Behind "--" nothing is a flag.
func split(f *flag.FlagSet, args []string) (rest []string, strange bool, err error) {
	for len(args) > 0 {
		if args[0] == "--" {
			return append(rest, args[1:]...), strange, required(f)
		}
		n := flagLength(f, args[0])
		if n == 0 {
			strange = strange || len(args[0]) > 1 && args[0][0] == '-'
			rest, args = append(rest, args[0]), args[1:]
			continue
		}
		if n > len(args) {
			return nil, strange, errUsage
		}
		if err := f.Parse(args[:n]); err != nil {
			return nil, strange, errUsage
		}
		args = args[n:]
	}
	return rest, strange, required(f)
}

// flagLength returns how many arguments a known flag takes with its value; 0
// if the argument is none.
func flagLength(f *flag.FlagSet, arg string) int {
	name, _, hasValue := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-"), "=")
	known := f.Lookup(name)
	if known == nil || arg[0] != '-' {
		return 0
	}
	if b, ok := known.Value.(interface{ IsBoolFlag() bool }); hasValue || (ok && b.IsBoolFlag()) {
		return 1
	}
	return 2
}

func required(f *flag.FlagSet) error {
	if library := f.Lookup("library"); library != nil && library.Value.String() == "" {
		return errUsage
	}
	return nil
}
