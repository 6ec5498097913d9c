package core_test

import "flag"

// What a soak tries anew each time: from which seed, and how many.
var (
	soakSeed = flag.Uint64("soak-seed", 0, "the first seed of random lives and damage")
	soakRuns = flag.Uint64("soak-runs", 0, "how many seeds; 0: as many as a test usually has")
)

// seeds returns the seeds of a random test, usually so many.
func seeds(usual uint64) []uint64 {
	if *soakRuns > 0 {
		usual = *soakRuns
	}
	list := make([]uint64, usual)
	for i := range list {
		list[i] = *soakSeed + uint64(i)
	}
	return list
}
