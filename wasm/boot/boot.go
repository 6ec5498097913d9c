//go:build js && wasm

// Package boot is what both wasm programs do at their start: read what the
// page hands over and open the library in IndexedDB. It must hold no rules.
//
// Before the program starts the page sets
//
//	globalThis.pinfoldBoot = {database: "pinfold", zone: [[from, offset], …], remembered: {library, generation, bookmarks} | null}
//
// with the instants (Unix milliseconds) from which the clock's offset is so
// many seconds east of UTC.
package boot

import (
	"context"
	"errors"
	"time"

	"github.com/hack-pad/safejs"

	"pinfold/core"
	"pinfold/wasm/bridge"
	"pinfold/wasm/idb"
)

// Opener returns the function that opens the library, with other options where the caller changes them, and the one that lets go
// of what this program holds besides.
func Opener() (open func(ctx context.Context, change func(*core.Options, *idb.Store)) (*core.Library, error), end func() error, err error) {
	pauser, err := bridge.NewPauser()
	if err != nil {
		return nil, nil, err
	}
	config, err := safejs.Global().Get("pinfoldBoot")
	if err != nil {
		return nil, nil, err
	}
	name, err := databaseName(config)
	if err != nil {
		return nil, nil, err
	}
	options := core.Options{Now: time.Now, Random: new(bridge.Dice).Fill, Pause: pauser.Pause, Zone: zone(config), Remembered: remembered(config)}
	store := idb.New(name)
	open = func(ctx context.Context, change func(*core.Options, *idb.Store)) (*core.Library, error) {
		if err := store.Connect(ctx); err != nil {
			return nil, err
		}
		if change != nil {
			change(&options, store)
		}
		return core.Open(ctx, store, options)
	}
	return open, pauser.Close, nil
}

// Fail tells the page why the program did not start.
func Fail(err error) { _ = safejs.Global().Set("pinfoldFailed", err.Error()) }

func databaseName(config safejs.Value) (string, error) {
	return text(config, "database")
}

// remembered reads what the page knows of the library; what cannot be read is
// nothing.
func remembered(config safejs.Value) core.Remembered {
	v, err := config.Get("remembered")
	if err != nil {
		return core.Remembered{}
	}
	library, err1 := text(v, "library")
	generation, err2 := number(v, "generation")
	bookmarks, err3 := number(v, "bookmarks")
	if errors.Join(err1, err2, err3) != nil {
		return core.Remembered{}
	}
	r := core.Remembered{Generation: uint64(generation), Bookmarks: int(bookmarks)}
	if library == "" {
		return r
	}
	if r.Library, err = core.ParseID(library); err != nil {
		return core.Remembered{}
	}
	return r
}

func text(v safejs.Value, key string) (string, error) {
	field, err := v.Get(key)
	if err != nil {
		return "", err
	}
	return field.String()
}

func number(v safejs.Value, key string) (float64, error) {
	field, err := v.Get(key)
	if err != nil {
		return 0, err
	}
	return field.Float()
}

// zone reads the table of offsets; what cannot be read is left out.
func zone(config safejs.Value) core.Zone {
	list, err := config.Get("zone")
	if err != nil {
		return nil
	}
	n, err := list.Length()
	if err != nil {
		return nil
	}
	z := make(core.Zone, 0, n)
	for i := range n {
		row, err := list.Index(i)
		if err != nil {
			return z
		}
		from, err1 := element(row, 0)
		offset, err2 := element(row, 1)
		if err1 == nil && err2 == nil {
			z = append(z, core.ZoneSpan{From: int64(from), Offset: int32(offset)})
		}
	}
	return z
}

func element(row safejs.Value, i int) (float64, error) {
	v, err := row.Index(i)
	if err != nil {
		return 0, err
	}
	return v.Float()
}
