// Command icon draws the icons of the extension and of the server: a fold with
// its gate open and one stray inside. It writes the PNGs of both and nothing
// else. Run it from the root of the sources after the drawing has changed.
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strconv"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// icons are the edges in pixels, by where the icons lie. A phone puts no site on
// its screen that has none of 192 and 512.
func icons() map[string][]int {
	return map[string][]int{"extension/icons": {16, 32, 48, 128}, "server/assets": {192, 512}}
}

func write() error {
	for dir, sizes := range icons() {
		for _, size := range sizes {
			data, err := draw(size)
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(dir, strconv.Itoa(size)+".png"), data, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// samples is how finely each pixel is looked at, along both edges.
const samples = 8

// draw is the icon of that size as a PNG.
func draw(size int) ([]byte, error) {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			img.SetNRGBA(x, y, pixel(x, y, size))
		}
	}
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img)
	return b.Bytes(), err
}

// pixel is the mean of what stands under one pixel.
func pixel(x, y, size int) color.NRGBA {
	var covered, light float64
	for j := range samples {
		for i := range samples {
			u := (float64(x) + (float64(i)+0.5)/samples) / float64(size)
			v := (float64(y) + (float64(j)+0.5)/samples) / float64(size)
			if !ground(u, v) {
				continue
			}
			covered++
			if fold(u, v) || stray(u, v) {
				light++
			}
		}
	}
	if covered == 0 {
		return color.NRGBA{}
	}
	mix := func(ink, paper float64) uint8 {
		return uint8(math.Round(ink + (paper-ink)*light/covered))
	}
	return color.NRGBA{R: mix(0x8a, 0xfd), G: mix(0x3b, 0xfc), B: mix(0x12, 0xf9), A: uint8(math.Round(255 * covered / (samples * samples)))}
}

// ground is a square with round corners.
func ground(u, v float64) bool {
	const corner = 0.2
	du, dv := math.Abs(u-0.5)-(0.5-corner), math.Abs(v-0.5)-(0.5-corner)
	return math.Hypot(max(du, 0), max(dv, 0)) <= corner
}

// fold is a ring, open towards the upper right.
func fold(u, v float64) bool {
	du, dv := u-0.5, v-0.5
	r := math.Hypot(du, dv)
	if r < 0.25 || r > 0.36 {
		return false
	}
	return math.Abs(math.Atan2(dv, du)+math.Pi/4) > 0.5
}

// stray is the dot inside.
func stray(u, v float64) bool { return math.Hypot(u-0.5, v-0.5) <= 0.105 }
