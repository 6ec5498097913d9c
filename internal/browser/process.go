package browser

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// process is a browser's process group: the browser and all it started.
type process struct {
	cmd  *exec.Cmd
	done chan struct{}
}

// start runs a program in a process group of its own. Its output goes to
// logfile; files become the descriptors 3, 4 and so on.
func start(path string, args, env []string, logfile string, files ...*os.File) (*process, error) {
	log, err := os.Create(logfile)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = log, log, files
	cmd.SysProcAttr = ownGroup()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, done: make(chan struct{})}
	go func() {
		cmd.Wait()
		close(p.done)
	}()
	return p, nil
}

// kill ends the whole group at once.
func (p *process) kill() {
	syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.done
}

// Install is the line that installs what the tests and the launcher need.
const Install = "apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends chromium firefox-esr xvfb xdotool gcc libc6-dev"

// Find is the path of a browser: kind is "chromium", "firefox" or empty for
// any.
func Find(kind string) (path, found string, err error) {
	names := map[string][]string{
		"chromium": {
			"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
			"/Applications/Chromium.app/Contents/MacOS/Chromium",
		},
		"firefox": {
			"firefox-esr", "firefox",
			"/Applications/Firefox.app/Contents/MacOS/firefox",
		},
	}
	for _, k := range []string{"chromium", "firefox"} {
		if kind != "" && kind != k {
			continue
		}
		for _, name := range names[k] {
			if path, err := exec.LookPath(name); err == nil {
				return path, k, nil
			}
		}
	}
	if kind == "" {
		kind = "chromium, chrome or firefox"
	}
	return "", "", fmt.Errorf("no %s found; install one:\n  %s", kind, Install)
}

// tail is the end of a log, for the message of a browser that did not start.
func tail(logfile string) string {
	text, _ := os.ReadFile(logfile)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-15):], "\n")
}

// LogTail is the end of what the browser of a profile has written: it may say
// why it ended.
func LogTail(profile string) string { return tail(logOf(profile)) }

// logOf is where the browser of a profile writes.
func logOf(profile string) string { return filepath.Join(profile, "browser.log") }
