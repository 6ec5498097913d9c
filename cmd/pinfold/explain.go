package main

import (
	"errors"
	"io/fs"

	"pinfold/core"
	"pinfold/wasm/api"
)

func refuse(message string) error { return &core.Error{Code: core.Invalid, Message: message} }

// A fileError is what is wrong with one of several files.
type fileError struct {
	path string
	err  error
}

// Error returns the sentence behind the file's name.
func (e *fileError) Error() string { return e.path + ": " + explain(e.err) }

// Unwrap returns the cause.
func (e *fileError) Unwrap() error { return e.err }

// explain returns the sentence for the terminal.
func explain(err error) string {
	var file *fileError
	var path *fs.PathError
	switch {
	case errors.As(err, &file):
		return file.Error()
	case errors.Is(err, fs.ErrNotExist) && errors.As(err, &path):
		return "There is no file " + path.Path + ". Check its name."
	case errors.Is(err, fs.ErrPermission) && errors.As(err, &path):
		return "You may not open " + path.Path + ". Check its permissions."
	case errors.As(err, &path) && path.Op == "write":
		return path.Path + " cannot be written (" + path.Err.Error() + "). Make room, or name another place."
	case errors.As(err, &path):
		return path.Path + " cannot be read (" + path.Err.Error() + "). Name another file."
	}
	return api.ErrorMessage(err)
}
