package index

// BM25F: the weighted, length-normalised count of a word over the fields goes
// through one saturation, tf/(k+tf), which is stored as a byte when a segment
// is built. The average lengths of the fields are constants, not measured, so
// that a document's impact does not depend on its neighbours and a segment can
// be merged by copying. Tuned by BenchmarkWeights.
const maxImpact = 255

// A fieldWeight says how a field counts: its weight, how strongly its length
// counts (BM25's b), and its reference length in words.
type fieldWeight struct{ weight, byLength, average float32 }

// Weights are what an impact depends on.
type weights struct {
	saturation float32 // BM25's k1
	fields     [NumFields]fieldWeight
}

func tuned() weights {
	return weights{1.5, [NumFields]fieldWeight{
		Title:       {4.5, 0.6, 8},
		Tags:        {1.9, 0.3, 4},
		Description: {0.6, 0.75, 20},
		URL:         {1.1, 0.55, 8},
	}}
}

// An impacter computes the impacts of one document after the other.
type impacter struct {
	weights
	factor [NumFields]float32 // weight by the length of the current document's field
}

// lengths takes the number of words in each field.
func (m *impacter) lengths(words *[NumFields]int) {
	for f := range m.factor {
		w := &m.fields[f]
		long := float32(w.byLength * (float32(words[f]) / w.average))
		m.factor[f] = w.weight / (1 - w.byLength + long)
	}
}

// impact returns the byte for a word that stands so often in each field. The
// conversions keep the compiler from fusing operations, which would give
// other bytes on other machines.
func (m *impacter) impact(counts *[NumFields]uint16) uint8 {
	tf := float32(0)
	for f, n := range counts {
		tf += float32(m.factor[f] * float32(n))
	}
	x := float32(maxImpact * float32(tf/(m.saturation+tf)))
	return uint8(max(1, min(maxImpact, int(x+0.5))))
}
