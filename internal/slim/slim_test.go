package slim

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// prober is a program that leans on the runtime's tables, as Go links it.
func prober(t *testing.T) (module []byte) {
	name := filepath.Join(t.TempDir(), "prober.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", name, "./testdata/prober")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	text, err := cmd.CombinedOutput()
	require.NoError(t, err, string(text))
	module, err = os.ReadFile(name)
	require.NoError(t, err)
	return module
}

// run runs a module in Node and returns what it prints.
func run(t *testing.T, module []byte) string {
	name := filepath.Join(t.TempDir(), "module.wasm")
	require.NoError(t, os.WriteFile(name, module, 0o644))
	root, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	script := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js")
	text, err := exec.Command("node", script, name).CombinedOutput()
	require.NoError(t, err, string(text))
	return string(text)
}

func TestASlimProgramDoesTheSame(t *testing.T) {
	module := prober(t)
	slim, err := Slim(module)
	require.NoError(t, err)
	require.Less(t, len(slim), len(module)*85/100)
	said := run(t, module)
	require.Contains(t, said, "main.deep")
	require.Contains(t, said, "assignment to entry in nil map")
	require.Equal(t, said, run(t, slim))
}

// function is the body of a function without locals.
func function(code ...byte) []byte { return append(append([]byte{0}, code...), opEnd) }

func TestAnAddressIsFoldedIntoItsAccessOnly(t *testing.T) {
	address := []byte{opLocalGet, 1, opI64Extend, opI64Const, 16, opI64Add, opI32Wrap}
	with := func(code ...byte) []byte { return function(append(append([]byte{}, address...), code...)...) }
	stored := function(append(append([]byte{opLocalGet, 2}, address...), opI64Store, 3, 0)...)
	for _, c := range []struct {
		name         string
		before, want []byte
	}{
		{"a load", with(0x29, 3, 8), function(opLocalGet, 1, 0x29, 3, 24)},
		{"a store", with(opI64Const, 5, opI64Store, 3, 0), function(opLocalGet, 1, opI64Const, 5, opI64Store, 3, 16)},
		{"a store of what is loaded", with(opLocalGet, 2, 0x29, 3, 8, opI64Store, 3, 0), function(opLocalGet, 1, opLocalGet, 2, 0x29, 3, 8, opI64Store, 3, 16)},
		{"the value that a store keeps", stored, stored},
		{"arithmetic", with(opI32Const, 1, 0x6a, 0x29, 3, 0), with(opI32Const, 1, 0x6a, 0x29, 3, 0)},
		{"a call in between", with(opCall, 7, 0x29, 3, 0), with(opCall, 7, 0x29, 3, 0)},
		{"an instruction that nobody knows", with(0xfd, 12), with(0xfd, 12)},
	} {
		require.Equal(t, c.want, foldFunction(c.before, 9), c.name)
	}
}

func TestACallIsBegunByAFunction(t *testing.T) {
	call := []byte{opLocalGet, 1, opI32Const, 8, opI32Sub, opLocalTee, 1, opGlobalSet, 0, opLocalGet, 1, opI64Const, 42, opI64Store, 3, 0, opI32Const, 0, opCall, 7}
	reload := []byte{opGlobalGet, 0, opLocalSet, 1}
	whole := function(append(append([]byte{}, call...), reload...)...)
	require.Equal(t, function(append([]byte{opI64Const, 42, opCall, 9, opCall, 7}, reload...)...), foldFunction(whole, 9))
	require.Equal(t, function(call...), foldFunction(function(call...), 9), "the stack pointer is used afterwards")
}

func TestAModuleWithoutTheTableKeepsItsMemory(t *testing.T) {
	image := make([]byte, 70_000)
	copy(image[10:], "some text\x00\x00and more")
	copy(image[69_000:], "the end")
	module := join([]section{{id: dataSection, body: appendData(nil, image)}})
	slim, err := Slim(module)
	require.NoError(t, err)
	sections, err := split(slim)
	require.NoError(t, err)
	require.Len(t, sections, 1)
	got, err := readData(sections[0].body)
	require.NoError(t, err)
	require.Equal(t, bytes.TrimRight(image, "\x00"), got)
}

func TestABrokenModuleIsRefused(t *testing.T) {
	_, err := Slim([]byte("not wasm"))
	require.Error(t, err)
	module := prober(t)
	for _, n := range []int{9, len(module) / 2, len(module) - 1} {
		_, err := Slim(module[:n])
		require.Error(t, err, "%d bytes", n)
	}
}

func FuzzSlim(f *testing.F) {
	f.Add(join([]section{{id: dataSection, body: appendData(nil, []byte("abc"))}}))
	f.Fuzz(func(t *testing.T, module []byte) {
		_, _ = Slim(module)
	})
}
