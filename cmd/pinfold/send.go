package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"

	"pinfold/core"
)

// tokenVariable is where the token of an account elsewhere is read: whoever may
// use the machine may read what stands on a command line.
const tokenVariable = "PINFOLD_TOKEN"

// send imports files into an account of a server that runs elsewhere.
func send(ctx context.Context, args []string, out, errs io.Writer) error {
	f := flag.NewFlagSet("send", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	to := f.String("to", "", "")
	public := f.Bool("public", false, "")
	private := f.Bool("private", false, "")
	paths, err := parse(f, args)
	if err != nil || *to == "" || len(paths) == 0 || *public && *private {
		return errUsage
	}
	account, err := newRemote(*to, os.Getenv(tokenVariable))
	if err != nil {
		return err
	}
	sources, err := openSources(paths)
	defer sources.close()
	if err != nil {
		return err
	}
	if *public || *private {
		sources.setPrivate(*private)
	}
	return sources.sendTo(ctx, account, out, newProgress(errs))
}

// sendTo sends what the files become; what has the same address there is
// replaced.
func (list sources) sendTo(ctx context.Context, account *remote, out io.Writer, p *progress) error {
	sent := &batch{to: account}
	if err := list.forAccount(ctx, out, p, func(found iter.Seq2[core.Bookmark, error]) error { return sent.all(ctx, found) }); err != nil {
		return err
	}
	for _, r := range sent.refused {
		if _, err := fmt.Fprintf(out, "  refused there: %s: %s\n", visible("", r.Href), r.Code); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(out, "%s saved at %s\n", count(sent.written, "bookmark", "bookmarks"), account.home)
	return err
}
