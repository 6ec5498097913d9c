package dist

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// unknown are the keys that a browser does not know, as paths. Each would be a
// warning on the person's extension page, or a refusal by the store.
func unknown(target Target) [][]string {
	if target == Chrome {
		return [][]string{
			{"browser_specific_settings"}, {"sidebar_action"},
			{"background", "scripts"}, {"action", "default_area"},
		}
	}
	return [][]string{
		{"key"}, {"side_panel"}, {"minimum_chrome_version"}, {"cross_origin_embedder_policy"},
		{"cross_origin_opener_policy"}, {"background", "service_worker"},
	}
}

// chromeOnly are the permissions that Firefox warns about.
func chromeOnly() []string { return []string{"sidePanel", "offscreen", "favicon"} }

// Manifest is the template without what target does not know. Keys come out
// sorted, so the same template gives the same bytes.
func Manifest(template []byte, target Target) ([]byte, error) {
	keys, err := parse(template)
	if err != nil {
		return nil, err
	}
	for _, path := range unknown(target) {
		drop(keys, path)
	}
	if list, ok := keys["permissions"].([]any); ok && target == Firefox {
		keys["permissions"] = slices.DeleteFunc(list, func(p any) bool {
			name, _ := p.(string)
			return slices.Contains(chromeOnly(), name)
		})
	}
	return render(keys)
}

// Store is a manifest as a store takes it: without the development key.
func Store(manifest []byte) ([]byte, error) {
	keys, err := parse(manifest)
	if err != nil {
		return nil, err
	}
	drop(keys, []string{"key"})
	return render(keys)
}

// Version is the version that a manifest states.
func Version(manifest []byte) (string, error) {
	keys, err := parse(manifest)
	if err != nil {
		return "", err
	}
	version, ok := keys["version"].(string)
	if !ok {
		return "", fmt.Errorf("manifest.json states no version")
	}
	return version, nil
}

func parse(manifest []byte) (map[string]any, error) {
	var keys map[string]any
	if err := json.Unmarshal(manifest, &keys); err != nil {
		return nil, fmt.Errorf("read manifest.json: %w", err)
	}
	return keys, nil
}

func render(keys map[string]any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(keys)
	return b.Bytes(), err
}

func drop(keys map[string]any, path []string) {
	for _, step := range path[:len(path)-1] {
		inner, ok := keys[step].(map[string]any)
		if !ok {
			return
		}
		keys = inner
	}
	delete(keys, path[len(path)-1])
}
