package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"time"

	"pinfold/core"
	"pinfold/core/format"
	"pinfold/server"
)

// manageUser carries out a command about one account of a server.
func manageUser(ctx context.Context, args []string, out, errs io.Writer) error {
	commands := map[string]func(context.Context, []string, io.Writer, io.Writer) error{
		"add": addUser, "token": newToken, "import": importForUser, "delete": deleteUser,
	}
	if len(args) == 0 || commands[args[0]] == nil {
		return errUsage
	}
	return commands[args[0]](ctx, args[1:], out, errs)
}

// addUser makes an account and prints its token.
func addUser(ctx context.Context, args []string, out, errs io.Writer) error {
	return printToken(ctx, args, out, errs, (*server.Server).AddUser)
}

// newToken gives an account another token and prints it.
func newToken(ctx context.Context, args []string, out, errs io.Writer) error {
	return printToken(ctx, args, out, errs, (*server.Server).NewToken)
}

func printToken(ctx context.Context, args []string, out, errs io.Writer, token func(*server.Server, context.Context, string) (string, error)) error {
	f, data := dataFlags("user")
	rest, err := parse(f, args)
	if err != nil || len(rest) != 1 {
		return errUsage
	}
	s, store, err := openServer(ctx, *data, errs)
	if err != nil {
		return err
	}
	defer store.Close()
	pair, err := token(s, ctx, rest[0])
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, pair)
	return err
}

// deleteUser deletes an account for good, which must be said twice.
func deleteUser(ctx context.Context, args []string, out, errs io.Writer) error {
	f, data := dataFlags("user delete")
	sure := f.Bool("for-ever", false, "")
	rest, err := parse(f, args)
	if err != nil || len(rest) != 1 {
		return errUsage
	}
	if !*sure {
		return refuse("This deletes all that " + rest[0] + " has saved, and cannot be undone. Export it first, then add --for-ever.")
	}
	s, store, err := openServer(ctx, *data, errs)
	if err != nil {
		return err
	}
	defer store.Close()
	deleted, err := s.DeleteUser(ctx, rest[0])
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s and %s deleted\n", rest[0], count(int(deleted), "bookmark", "bookmarks"))
	return err
}

// importForUser imports files into an account.
func importForUser(ctx context.Context, args []string, out, errs io.Writer) error {
	f, data := dataFlags("user import")
	keep := f.Bool("keep", false, "")
	public := f.Bool("public", false, "")
	private := f.Bool("private", false, "")
	rest, err := parse(f, args)
	if err != nil || len(rest) < 2 || *public && *private {
		return errUsage
	}
	sources, err := openSources(rest[1:])
	defer sources.close()
	if err != nil {
		return err
	}
	if *public || *private {
		sources.setPrivate(*private)
	}
	s, store, err := openServer(ctx, *data, errs)
	if err != nil {
		return err
	}
	defer store.Close()
	return sources.importFor(ctx, s, rest[0], *keep, out, newProgress(errs))
}

// importFor imports files into an account.
func (list sources) importFor(ctx context.Context, s *server.Server, user string, keep bool, out io.Writer, p *progress) error {
	var written int64
	err := list.forAccount(ctx, out, p, func(found iter.Seq2[core.Bookmark, error]) (err error) {
		written, err = s.Import(ctx, user, found, keep)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s saved for %s\n", count(int(written), "bookmark", "bookmarks"), user)
	return err
}

// forAccount reads files as an import into an empty library does, gives what
// they hold to take, which brings it into an account, and tells what they held:
// so an account gets what the extension would have got, and a file that is
// refused changes nothing.
func (list sources) forAccount(ctx context.Context, out io.Writer, p *progress, take func(iter.Seq2[core.Bookmark, error]) error) error {
	if list[0].format == format.Backup {
		return server.ErrBackup
	}
	got, found, err := core.Gather(ctx, list.files(), time.Now(), core.ImportOptions{}, p.imported)
	p.end()
	if err != nil {
		return err
	}
	if err := take(found); err != nil {
		return err
	}
	return describe(out, list.reports(got))
}
