package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A Screen is a display without a monitor, for what a browser offers outside
// pages: there keys and the pointer come from the system, not from DevTools or
// Marionette.
type Screen struct {
	process *process
	display string
	log     string
}

// NewScreen starts one. A browser is on it that has its Env and a Window.
func NewScreen(ctx context.Context) (*Screen, error) {
	path, err := exec.LookPath("Xvfb")
	if err != nil {
		return nil, fmt.Errorf("no Xvfb found; install it:\n  %s", Install)
	}
	ours, theirs, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer ours.Close()
	log, err := os.CreateTemp("", "pinfold-screen-")
	if err != nil {
		return nil, err
	}
	log.Close()
	// Xvfb picks a free number and says it on the descriptor 3.
	args := []string{"-displayfd", "3", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"}
	s := &Screen{log: log.Name()}
	s.process, err = start(path, args, nil, s.log, theirs)
	theirs.Close()
	if err != nil {
		return nil, err
	}
	return s, s.number(ctx, ours)
}

// number reads the display's number, which comes when the display is ready.
func (s *Screen) number(ctx context.Context, from *os.File) error {
	if deadline, ok := ctx.Deadline(); ok {
		from.SetReadDeadline(deadline)
	}
	var n int
	if _, err := fmt.Fscan(from, &n); err != nil {
		text := tail(s.log)
		s.Close()
		return fmt.Errorf("start Xvfb: %w\n%s", err, text)
	}
	s.display = fmt.Sprintf(":%d", n)
	return nil
}

// Env is what a browser needs in its environment to be on this screen.
func (s *Screen) Env() []string {
	return []string{"DISPLAY=" + s.display, "WAYLAND_DISPLAY=", "MOZ_ENABLE_WAYLAND=0"}
}

// Focus gives the keyboard to the browser's window, which a window manager
// would do, and waits until it is there.
func (s *Screen) Focus(ctx context.Context, b Browser) error {
	class := map[string]string{"chromium": "[Cc]hrom", "firefox": "[Ff]irefox"}[b.Name()]
	return Until(ctx, "a window with the keyboard", func() (bool, error) {
		found, err := s.do(ctx, "search", "--onlyvisible", "--class", class)
		windows := strings.Fields(found)
		if err != nil || len(windows) == 0 {
			return false, err
		}
		_, err = s.do(ctx, "windowfocus", "--sync", windows[len(windows)-1])
		return err == nil, err
	})
}

// Press presses keys in xdotool's words: "ctrl+shift+l", "Return".
func (s *Screen) Press(ctx context.Context, keys ...string) error {
	_, err := s.do(ctx, append([]string{"key", "--clearmodifiers", "--delay", "30"}, keys...)...)
	return err
}

// Type types text.
func (s *Screen) Type(ctx context.Context, text string) error {
	_, err := s.do(ctx, "type", "--clearmodifiers", "--delay", "30", text)
	return err
}

// Click presses a button of the pointer at a place on the screen; 3 is the
// right one.
func (s *Screen) Click(ctx context.Context, x, y, button int) error {
	_, err := s.do(ctx, "mousemove", "--sync", fmt.Sprint(x), fmt.Sprint(y), "click", fmt.Sprint(button))
	return err
}

// Menu presses the right button at a place and returns when the menu is there:
// a key before that would be the page's.
func (s *Screen) Menu(ctx context.Context, x, y int) error {
	before, err := s.windows(ctx)
	if err != nil {
		return err
	}
	if err := s.Click(ctx, x, y, 3); err != nil {
		return err
	}
	return Until(ctx, "the menu", func() (bool, error) {
		now, err := s.windows(ctx)
		return now > before, err
	})
}

// windows counts what stands on the screen: menus are windows of their own.
func (s *Screen) windows(ctx context.Context) (int, error) {
	found, err := s.do(ctx, "search", "--onlyvisible", "--maxdepth", "1", "--class", ".*")
	return len(strings.Fields(found)), err
}

func (s *Screen) do(ctx context.Context, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "xdotool", args...)
	cmd.Env = append(os.Environ(), s.Env()...)
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("xdotool %s: %w", args[0], err)
	}
	return string(out), nil
}

// Close ends the screen and what is on it.
func (s *Screen) Close() {
	s.process.kill()
	os.Remove(s.log)
}
