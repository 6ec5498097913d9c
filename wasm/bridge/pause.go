//go:build js && wasm

package bridge

import (
	"context"
	"time"

	"github.com/hack-pad/safejs"
)

// slice is how long Go may run before JavaScript's events get their turn.
const slice = 6 * time.Millisecond

// A Pauser lets JavaScript's events run between slices of work. Events reach
// Go only while every goroutine waits: runtime.Gosched does not help, and a
// timer costs 5 ms where a message posted to oneself costs 0.05.
type Pauser struct {
	port    safejs.Value
	arrived chan struct{}
	turn    chan struct{} // holds one token: who has it waits for the message
	last    time.Time
}

// NewPauser returns a Pauser, which lives as long as the program.
func NewPauser() (*Pauser, error) {
	p := &Pauser{arrived: make(chan struct{}, 1), turn: make(chan struct{}, 1), last: time.Now()}
	channel, err := safejs.MustGetGlobal("MessageChannel").New()
	if err != nil {
		return nil, err
	}
	if p.port, err = channel.Get("port2"); err != nil {
		return nil, err
	}
	receiver, err := channel.Get("port1")
	if err != nil {
		return nil, err
	}
	message, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any {
		p.arrived <- struct{}{}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return p, receiver.Set("onmessage", message)
}

// Close lets go of the channel, which would keep the program's memory alive.
func (p *Pauser) Close() error {
	_, err := p.port.Call("close")
	return err
}

// Pause returns at once until a slice of work is over; then it lets the event
// loop run. It returns the context's error.
func (p *Pauser) Pause(ctx context.Context) error {
	if time.Since(p.last) < slice {
		return ctx.Err()
	}
	p.turn <- struct{}{}
	defer func() { <-p.turn }()
	if _, err := p.port.Call("postMessage", 0); err != nil {
		return err
	}
	<-p.arrived
	p.last = time.Now()
	return ctx.Err()
}
