package bench

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// A plot is one figure drawn against the size of the library, both axes in
// powers of ten.
type plot struct {
	title, unit string
	lines       []line
}

// A line is one corpus.
type line struct {
	name   string
	points [][2]float64
}

// The size of a plot and of what surrounds it, in pixels.
const (
	plotWidth, plotHeight     = 360.0, 220.0
	marginLeft, marginTop     = 56.0, 30.0
	marginRight, marginBottom = 14.0, 30.0
	plotsARow                 = 2
	lineStyles                = "abc"
	curvesStyle               = `text{font:12px system-ui,sans-serif;fill:#333}.t{font-weight:600}.g{stroke:#8884}.f{fill:#fff}path{fill:none;stroke-width:2}.a{stroke:#0a58ca;fill:none}.b{stroke:#b3261e;fill:none}.c{stroke:#17803d;fill:none}circle.a{fill:#0a58ca}circle.b{fill:#b3261e}circle.c{fill:#17803d}@media(prefers-color-scheme:dark){text{fill:#ddd}.f{fill:#14171a}.a{stroke:#7ab0ff}.b{stroke:#ff8a80}.c{stroke:#7ddc98}circle.a{fill:#7ab0ff}circle.b{fill:#ff8a80}circle.c{fill:#7ddc98}}`
)

// draw returns plots as one SVG.
func draw(plots []plot) string {
	rows := (len(plots) + plotsARow - 1) / plotsARow
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" role="img" aria-label="Cost against size"><style>%s</style><rect class="f" width="100%%" height="100%%"/>`+"\n",
		plotsARow*plotWidth, float64(rows)*plotHeight, curvesStyle)
	for i, p := range plots {
		p.draw(&b, float64(i%plotsARow)*plotWidth, float64(i/plotsARow)*plotHeight)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// extent returns the powers of ten that hold all values.
func (p *plot) extent(axis int) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, l := range p.lines {
		for _, at := range l.points {
			lo, hi = min(lo, at[axis]), max(hi, at[axis])
		}
	}
	lo, hi = math.Floor(math.Log10(lo)), math.Ceil(math.Log10(hi))
	return lo, max(hi, lo+1)
}

func (p *plot) draw(b *strings.Builder, x0, y0 float64) {
	left, right, top, bottom := x0+marginLeft, x0+plotWidth-marginRight, y0+marginTop, y0+plotHeight-marginBottom
	fmt.Fprintf(b, `<text class="t" x="%g" y="%g">%s, %s</text>`+"\n", left, y0+18, html.EscapeString(p.title), p.unit)
	xl, xh := p.extent(0)
	yl, yh := p.extent(1)
	place := func(v [2]float64) (x, y float64) {
		return left + (math.Log10(v[0])-xl)/(xh-xl)*(right-left), bottom - (math.Log10(v[1])-yl)/(yh-yl)*(bottom-top)
	}
	for e := xl; e <= xh; e++ {
		x, _ := place([2]float64{math.Pow(10, e), 1})
		fmt.Fprintf(b, `<line class="g" x1="%.1f" x2="%.1f" y1="%g" y2="%g"/><text x="%.1f" y="%g" text-anchor="middle">%s</text>`+"\n", x, x, top, bottom, x, bottom+16, short(math.Pow(10, e)))
	}
	for e := yl; e <= yh; e++ {
		_, y := place([2]float64{1, math.Pow(10, e)})
		fmt.Fprintf(b, `<line class="g" x1="%g" x2="%g" y1="%.1f" y2="%.1f"/><text x="%g" y="%.1f" text-anchor="end">%s</text>`+"\n", left, right, y, y, left-6, y+4, short(math.Pow(10, e)))
	}
	for i, l := range p.lines {
		class := lineStyles[i%len(lineStyles) : i%len(lineStyles)+1]
		var path strings.Builder
		for j, at := range l.points {
			x, y := place(at)
			fmt.Fprintf(&path, "%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[j == 0], x, y)
			fmt.Fprintf(b, `<circle class="%s" cx="%.1f" cy="%.1f" r="3"><title>%s, %s: %.3g %s</title></circle>`+"\n", class, x, y, l.name, short(at[0]), at[1], p.unit)
		}
		fmt.Fprintf(b, `<path class="%s" d="%s"/><text x="%g" y="%g" text-anchor="end">%s</text><line class="%s" x1="%g" x2="%g" y1="%g" y2="%g" stroke-width="2"/>`+"\n",
			class, path.String(), right, top-14+float64(i)*13, l.name, class, right-88, right-70, top-18+float64(i)*13, top-18+float64(i)*13)
	}
}

// short writes a number as an axis does.
func short(v float64) string {
	switch {
	case v >= 1e6:
		return fmt.Sprintf("%gM", v/1e6)
	case v >= 1e3:
		return fmt.Sprintf("%gk", v/1e3)
	}
	return fmt.Sprintf("%g", v)
}
