package e2e

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// inside is set in a run of this program that has been cut off from every network.
var inside = flag.String("inside", "", "run cut off from the network, with what was built into this folder")

// runInside runs all tests in a network with nothing in it but the machine itself,
// with what was built into dir. An error says that this machine does not let us.
func runInside(dir string) (code int, err error) {
	runtime.LockOSThread() // with which the other program would end
	defer runtime.UnlockOSThread()
	cmd := exec.Command(os.Args[0], append(os.Args[1:], "-inside="+dir)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cutOff(cmd); err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	err = cmd.Wait()
	if ended, ok := errors.AsType[*exec.ExitError](err); ok {
		return max(ended.ExitCode(), 1), nil // -1 of one that was killed
	}
	return 0, err
}

// TestNothingNeedsANetwork holds that this whole suite runs without one.
func TestNothingNeedsANetwork(t *testing.T) {
	require.NotEmpty(t, *inside, "a network of its own takes the right to make one: run the tests as root, or where a person may make user namespaces")
	_, err := net.DialTimeout("tcp", "192.0.2.1:80", time.Second)
	require.ErrorIs(t, err, syscall.ENETUNREACH)
}

// alone makes this machine reachable from itself, and demands that nothing else is.
func alone() error {
	if err := loopback(); err != nil {
		return err
	}
	links, err := net.Interfaces()
	if err != nil {
		return err
	}
	for _, link := range links {
		if link.Flags&net.FlagLoopback == 0 {
			return fmt.Errorf("this run is not cut off: the network interface %s is there", link.Name)
		}
	}
	return nil
}
