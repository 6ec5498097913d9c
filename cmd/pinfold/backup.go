package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// backUp copies a server's data into one new file while the server runs.
func backUp(ctx context.Context, args []string, out, errs io.Writer) error {
	f, data := dataFlags("backup")
	rest, err := parse(f, args)
	if err != nil || len(rest) != 1 {
		return errUsage
	}
	if _, err := os.Stat(filepath.Join(*data, "server.sqlite")); err != nil {
		return refuse("There is no server's data in " + *data + ". Name its folder with --data.")
	}
	if _, err := os.Stat(rest[0]); !errors.Is(err, fs.ErrNotExist) {
		return refuse(rest[0] + " is there already. Name a file that is not.")
	}
	_, store, err := openServer(ctx, *data, errs)
	if err != nil {
		return err
	}
	defer store.Close()
	size, err := store.BackUp(ctx, rest[0])
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s holds all accounts, %d bytes, read back and sound. Keep it as you would keep the server.\n", rest[0], size)
	return err
}
