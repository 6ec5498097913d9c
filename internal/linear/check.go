package linear

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

// Check returns nil if the history can be put in one order, and an error that
// shows where it cannot, or that this was not found out within the limit.
func Check(history []Op, limit time.Duration) error {
	if err := numbered(history); err != nil {
		return err
	}
	addresses, asked := byAddress(history)
	for _, url := range addresses {
		result, info := porcupine.CheckOperationsVerbose(model(), asked[url], limit)
		switch result {
		case porcupine.Unknown:
			return fmt.Errorf("whether %d things asked of %s can be put in one order was not found out in %s", len(asked[url]), url, limit)
		case porcupine.Illegal:
			return fmt.Errorf("what was asked of %s cannot be put in one order: %s", url, stuck(asked[url], info))
		}
	}
	return nil
}

func model() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return page(nil) },
		Step: func(state, in, out any) (bool, any) {
			next, ok := state.(page).step(in.(part), out.(Answer))
			return ok, next
		},
		Equal: func(a, b any) bool { return slices.Equal(a.(page), b.(page)) },
	}
}

// byAddress returns the history of each address. What was refused because
// others kept writing has changed nothing, and a read that nobody heard neither.
func byAddress(history []Op) (addresses []string, asked map[string][]porcupine.Operation) {
	asked = make(map[string][]porcupine.Operation)
	for i, op := range history {
		if op.Answer.Refused == "conflict" || op.Answer.Lost && op.Ask.Kind.Reads() {
			continue
		}
		if op.Answer.Lost {
			op.Ended = math.MaxInt64
		}
		for _, target := range op.Ask.On {
			if asked[target.URL] == nil {
				addresses = append(addresses, target.URL)
			}
			asked[target.URL] = append(asked[target.URL], porcupine.Operation{
				ClientId: op.Who, Call: op.Began, Return: op.Ended,
				Input: part{ask: op.Ask, id: target.ID, alone: len(op.Ask.On) == 1}, Output: op.Answer, Metadata: i,
			})
		}
	}
	slices.Sort(addresses)
	return addresses, asked
}

// stuck says how far one order goes at most, and what cannot come next.
func stuck(asked []porcupine.Operation, info porcupine.LinearizationInfo) string {
	var longest []porcupine.Operation
	for _, order := range info.PartialLinearizationsOperations()[0] {
		if len(order) > len(longest) {
			longest = order
		}
	}
	state := page(nil)
	done := make(map[any]bool)
	for _, op := range longest {
		state, _ = state.step(op.Input.(part), op.Output.(Answer))
		done[op.Metadata] = true
	}
	rest := slices.DeleteFunc(slices.Clone(asked), func(op porcupine.Operation) bool { return done[op.Metadata] })
	var b strings.Builder
	fmt.Fprintf(&b, "after %d of %d there is %+v, and next can come only", len(longest), len(asked), state)
	for _, op := range next(rest) {
		p := op.Input.(part)
		fmt.Fprintf(&b, "\n\t%d to %d, by %d: %s %s %s", op.Call, op.Return, op.ClientId, p.ask.Kind, p.id, describe(p.ask, op.Output.(Answer)))
	}
	return b.String()
}

// next are those of asked that no other one of them has ended before.
func next(asked []porcupine.Operation) []porcupine.Operation {
	if len(asked) == 0 {
		return nil
	}
	first := slices.MinFunc(asked, func(a, b porcupine.Operation) int { return cmp.Compare(a.Return, b.Return) })
	return slices.DeleteFunc(asked, func(op porcupine.Operation) bool { return op.Call > first.Return })
}

func describe(ask Ask, a Answer) string {
	var b strings.Builder
	if ask.Title != "" {
		fmt.Fprintf(&b, "%q ", ask.Title)
	}
	if ask.Unread != nil {
		fmt.Fprintf(&b, "unread=%t ", *ask.Unread)
	}
	fmt.Fprintf(&b, "+%v -%v: ", ask.Add, ask.Drop)
	switch {
	case a.Lost:
		b.WriteString("no answer")
	case a.Refused != "":
		b.WriteString("refused, " + a.Refused)
	case a.Seen != nil:
		fmt.Fprintf(&b, "%+v", *a.Seen)
	case ask.Kind.Reads():
		b.WriteString("nothing")
	default:
		fmt.Fprintf(&b, "change %d, count %d, existed %t", a.Change, a.Count, a.Existed)
	}
	return b.String()
}

// numbered says whether every change that was told has a number of its own, in
// an order that agrees with time: a change that was told before another was
// asked for has the lower number.
func numbered(history []Op) error {
	var changes []Op
	seen := make(map[uint64]bool)
	for _, op := range history {
		if n := op.Answer.Change; n != 0 {
			if seen[n] {
				return fmt.Errorf("the change %d was told of two writes", n)
			}
			seen[n] = true
			changes = append(changes, op)
		}
	}
	ended := slices.Clone(changes)
	slices.SortFunc(ended, func(a, b Op) int { return cmp.Compare(a.Ended, b.Ended) })
	slices.SortFunc(changes, func(a, b Op) int { return cmp.Compare(a.Began, b.Began) })
	highest, i := uint64(0), 0
	for _, op := range changes {
		for ; i < len(ended) && ended[i].Ended < op.Began; i++ {
			highest = max(highest, ended[i].Answer.Change)
		}
		if op.Answer.Change < highest {
			return fmt.Errorf("the change %d was asked for when %d had been told", op.Answer.Change, highest)
		}
	}
	return nil
}
