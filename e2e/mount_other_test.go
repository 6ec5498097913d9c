//go:build !linux

package e2e

import "errors"

func mount(string, string) error { return errors.New("only Linux mounts a disk in memory") }

func unmount(string) error { return nil }
