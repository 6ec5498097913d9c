package browser

import (
	"syscall"
	"time"
)

// slowly is how long a slowed browser runs at a time.
const slowly = 8 * time.Millisecond

// slow lets the whole process group run only one part in factor of the time,
// as on a machine that is so much slower: pages, background and the browser
// itself. The function it returns ends that.
func (p *process) slow(factor float64) (end func()) {
	rest := time.Duration(float64(slowly) * (factor - 1))
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for p.turn(stop, rest) {
		}
		p.signal(syscall.SIGCONT)
	}()
	return func() {
		close(stop)
		<-stopped
	}
}

// turn is one rest and one run; false when it is over.
func (p *process) turn(stop <-chan struct{}, rest time.Duration) bool {
	p.signal(syscall.SIGSTOP)
	if !p.wait(stop, rest) {
		return false
	}
	p.signal(syscall.SIGCONT)
	return p.wait(stop, slowly)
}

func (p *process) wait(stop <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-stop:
		return false
	case <-p.done:
		return false
	case <-timer.C:
		return true
	}
}

func (p *process) signal(s syscall.Signal) { syscall.Kill(-p.cmd.Process.Pid, s) }
