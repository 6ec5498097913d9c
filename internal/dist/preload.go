package dist

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	moduleScript = regexp.MustCompile(`(?m)^(\s*)<script type="module" src="([^"]+)"></script>`)
	staticImport = regexp.MustCompile(`(?m)^(?:import|export)\b[^;]*?'\./([^']+)';`)
)

// preload names in each page of dir all modules that it will need, so that the
// browser asks for them at once and not one depth of imports after the other:
// a popup has five depths, and a person waits for each.
func preload(dir string) error {
	pages, err := filepath.Glob(filepath.Join(dir, "*.html"))
	if err != nil {
		return err
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			return err
		}
		at := moduleScript.FindSubmatchIndex(text)
		if at == nil {
			continue
		}
		names, err := modules(dir, string(text[at[4]:at[5]]))
		if err != nil {
			return fmt.Errorf("modules of %s: %w", filepath.Base(page), err)
		}
		var links strings.Builder
		for _, name := range names {
			fmt.Fprintf(&links, "%s<link rel=\"modulepreload\" href=\"%s\">\n", text[at[2]:at[3]], name)
		}
		text = slices.Insert(text, at[0], []byte(links.String())...)
		if err := os.WriteFile(page, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// modules are those that the module called name imports, and so on, each once,
// nearest first.
func modules(dir, name string) ([]string, error) {
	list := []string{name}
	for i := 0; i < len(list); i++ {
		text, err := os.ReadFile(filepath.Join(dir, list[i]))
		if err != nil {
			return nil, err
		}
		for _, found := range staticImport.FindAllSubmatch(text, -1) {
			if next := string(found[1]); !slices.Contains(list, next) {
				list = append(list, next)
			}
		}
	}
	return list[1:], nil
}
