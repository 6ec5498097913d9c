//go:build !linux

package e2e

import (
	"errors"
	"os/exec"
)

var errNoNamespaces = errors.New("only Linux has networks of a process's own")

func cutOff(*exec.Cmd) error { return errNoNamespaces }

func loopback() error { return errNoNamespaces }
