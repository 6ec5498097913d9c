// Command pinfold is the library without a browser: it imports files of
// bookmarks into a library file, searches, exports, checks and repairs it. It is the
// same core as the extension's, over a Store in one SQLite file. It is also
// the server's native home.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes: refused means that it was not done, or not all of it; the sentence
// says which.
const (
	exitOK = iota
	exitRefused
	exitUsage
)

const usage = `usage:
  pinfold import --library FILE [--json] [--public | --private] [--overwrite | --keep] [--no-folders] PATH...
  pinfold search --library FILE [--json] [--limit N] [--offset N] QUERY
  pinfold export --library FILE --format NAME [--query QUERY]
  pinfold check  --library FILE [--json]
  pinfold repair --library FILE [--aside FILE] [--json]
  pinfold serve [--data DIR] [--listen ADDRESS]
  pinfold user add NAME [--data DIR]
  pinfold user token NAME [--data DIR]
  pinfold user import NAME [--data DIR] [--public | --private] [--keep] PATH...
  pinfold user delete NAME [--data DIR] --for-ever
  pinfold backup [--data DIR] FILE
  pinfold send --to ADDRESS [--public | --private] PATH...

The first import makes the library's file. Several paths are imported as one
change: all of them or none. --public and --private say what records become that
have no flag of their own. Bookmarks that are there already are merged, unless
--overwrite or --keep says otherwise; --no-folders makes no tags of folders. What
a file is shows from its content. Formats of export: pinfold (the whole library,
which import restores), pinboard-json, netscape, pinboard-xml, csv, markdown, org,
opml, rss, html.

serve is the server, its data in the folder DIR (pinfold-data where none is
named), at 127.0.0.1:8080 unless told otherwise. user add makes an account and
prints its token; user token prints another one, and the old one is refused.
user import takes files into an account: they replace what has the same address,
or leave it alone with --keep. backup copies all accounts of a server into a new
file, also while it runs. send takes files into an account of a server that runs
elsewhere, whose token it reads from PINFOLD_TOKEN; they replace what has the same
address. What follows "--" is never taken for an option.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // pressed again, it ends the program at once, which may wait for a file
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// errUsage says that the words of the command are wrong.
var errUsage = errors.New("wrong usage")

// run carries out one command and returns the exit code.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	commands := map[string]func(context.Context, []string, io.Writer, io.Writer) error{
		"import": importFiles, "search": search, "export": export, "check": check, "repair": repair,
		"serve": serve, "user": manageUser, "backup": backUp, "send": send,
	}
	if len(args) == 0 || commands[args[0]] == nil {
		fmt.Fprint(errs, usage)
		return exitUsage
	}
	err := commands[args[0]](ctx, args[1:], out, errs)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errUsage):
		fmt.Fprint(errs, usage)
		return exitUsage
	case errors.Is(err, errProblems):
		return exitRefused
	}
	fmt.Fprintln(errs, "pinfold:", explain(err))
	return exitRefused
}
