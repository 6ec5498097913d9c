package index

import "context"

// workPerPause is how many steps, of some nanoseconds each, are taken between
// two pauses; it keeps them a few milliseconds apart also in wasm.
const workPerPause = 1 << 17

// A pace counts work and pauses in time.
type pace struct {
	ctx   context.Context
	pause Pause
	done  int
}

// step counts n steps of work; it returns ctx's error once it is cancelled.
func (p *pace) step(n int) error {
	p.done += n
	if p.done < workPerPause {
		return nil
	}
	p.done = 0
	if p.pause != nil {
		return p.pause(p.ctx)
	}
	return p.ctx.Err()
}
