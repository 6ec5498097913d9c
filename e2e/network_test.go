package e2e

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// inside is set in a run of this program that has been cut off from every network.
var inside = flag.String("inside", "", "run cut off from the network, with the extension of this folder")

// offline are tests of what a person does: import, save, tag, find; export and restore.
var offline = []string{"TestSaveTagFind", "TestABackupRestoredInAnotherBrowserIsTheSameWithItsHistory"}

// TestNothingNeedsANetwork runs them once more in a network with nothing in it but
// the machine itself.
func TestNothingNeedsANetwork(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), *watchdog)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.v", "-test.count=1", "-test.run=^("+strings.Join(offline, "|")+")$", "-inside="+built, "-watchdog="+watchdog.String(), "-browser="+*only)
	require.NoError(t, cutOff(cmd))
	said, err := cmd.CombinedOutput()
	if _, ran := errors.AsType[*exec.ExitError](err); err != nil && !ran {
		require.NoError(t, err, "a network of its own takes the right to make one: run this test as root, or where a person may make user namespaces")
	}
	require.NoError(t, err, "%s", said)
	eachKind(t, func(t *testing.T, kind string) {
		for _, name := range offline {
			require.Contains(t, string(said), "--- PASS: "+name+"/"+kind)
		}
	})
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
