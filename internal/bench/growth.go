package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
)

// A Growth is what one corpus cost at several sizes, ascending.
type Growth struct {
	Corpus string
	Points []Pages
}

// growthRounds is how often a page is opened for one figure of a point.
const growthRounds = 7

// measureGrowth measures the pages over libraries of the sizes asked for: made
// ones, and real ones as far as there are enough.
func measureGrowth(ctx context.Context, o Options, extension string) ([]Growth, error) {
	if len(o.Growth) == 0 {
		return nil, nil
	}
	o.Rounds = min(o.Rounds, growthRounds)
	synthetic := Growth{Corpus: "synthetic"}
	for _, n := range o.Growth {
		c := Corpus{fmt.Sprintf("synthetic, %d", n), generate(rand.New(rand.NewPCG(1, 2)), n)}
		if err := synthetic.measure(ctx, o, extension, c); err != nil {
			return nil, err
		}
	}
	all := []Growth{synthetic}
	if o.Links == "" {
		return all, nil
	}
	docs, err := readDocs(o.Links, 1<<30)
	if err != nil {
		return nil, err
	}
	real := Growth{Corpus: "real"}
	for _, n := range o.Growth {
		if n > len(docs)+len(docs)/20 { // 249,435 are as good as 250,000
			continue
		}
		n = min(n, len(docs))
		if err := real.measure(ctx, o, extension, Corpus{fmt.Sprintf("real, %d", n), docs[:n]}); err != nil {
			return nil, err
		}
	}
	return append(all, real), nil
}

func (g *Growth) measure(ctx context.Context, o Options, extension string, c Corpus) error {
	point, err := measurePages(ctx, o, extension, c)
	if err != nil {
		return fmt.Errorf("pages over %s: %w", c.Name, err)
	}
	g.Points = append(g.Points, point)
	return nil
}

// A curve is one figure of a growth.
type curve struct {
	name string // in the file's name too
	unit string
	of   func(*Pages) float64
	all  func(*Pages) Figure // where it is the median of several
}

// curves are what is drawn.
func curves() []curve {
	return []curve{
		{"open, host killed", "ms", func(p *Pages) float64 { return p.Killed.median() }, func(p *Pages) Figure { return p.Killed }},
		{"first results, host alive", "ms", func(p *Pages) float64 { return p.Alive.median() }, func(p *Pages) Figure { return p.Alive }},
		{"worst keystroke, p95", "ms", func(p *Pages) float64 { _, ms := p.worstKey(); return ms }, nil},
		{"total and 30 tags, p95", "ms", func(p *Pages) float64 { return p.Keys[withTotal].Best.at(0.95) }, nil},
		{"save, p95", "ms", func(p *Pages) float64 { return p.Saves.at(0.95) }, nil},
		{"a new log of the databases", "ms", func(p *Pages) float64 { return p.Log }, nil},
		{"first results meanwhile", "ms", func(p *Pages) float64 { return p.Meanwhile }, nil},
		{"merge after 1,100 saves", "ms", func(p *Pages) float64 { return p.Merge }, nil},
		{"import", "ms", func(p *Pages) float64 { return p.Import }, nil},
		{"memory after one search", "MB", func(p *Pages) float64 { return p.Memory / 1e6 }, nil},
		{"memory after a day's use", "MB", func(p *Pages) float64 { return p.Day / 1e6 }, nil},
		{"the same, at rest", "MB", func(p *Pages) float64 { return p.Rested / 1e6 }, nil},
		{"disk, databases", "MB", func(p *Pages) float64 { return p.Disk / 1e6 }, nil},
		{"disk, files of our own", "MB", func(p *Pages) float64 { return p.Files / 1e6 }, nil},
	}
}

// worstKey returns the kind of keystroke whose p95 is the greatest, of those
// that a page asks for while somebody types.
func (p *Pages) worstKey() (kind string, ms float64) {
	for name, f := range p.Keys {
		if at := f.Best.at(0.95); name != withTotal && at > ms {
			kind, ms = name, at
		}
	}
	return kind, ms
}
