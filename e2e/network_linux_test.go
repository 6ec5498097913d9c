package e2e

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// cutOff lets a command run in a network of its own with nothing in it. A user
// namespace gives the right to make one, where the machine allows that.
func cutOff(cmd *exec.Cmd) error {
	root := []syscall.SysProcIDMap{{ContainerID: 0, HostID: syscall.Getuid(), Size: 1}}
	group := []syscall.SysProcIDMap{{ContainerID: 0, HostID: syscall.Getgid(), Size: 1}}
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET, UidMappings: root, GidMappings: group, Pdeathsig: syscall.SIGKILL,
	}
	if syscall.Getuid() == 0 { // who needs no other right, and keeps its own
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	}
	return nil
}

// loopback raises the one interface that an empty network has: the machine itself.
func loopback() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	lo.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo)
}
