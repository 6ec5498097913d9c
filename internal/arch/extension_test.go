package arch

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pinfold/wasm/api"
)

// hold fails when pattern is found in the extension's files of the kinds
// given, but for those named in allowed.
func hold(t *testing.T, reason, pattern string, kinds []string, allowed ...string) {
	t.Helper()
	names, err := sources([]string{"extension"}, kinds...)
	require.NoError(t, err)
	found, err := grep(names, regexp.MustCompile(pattern))
	require.NoError(t, err)
	found = except(found, allowed...)
	require.Empty(t, found, report(reason, found))
}

func scripts() []string { return []string{".js"} }

func TestTitlesAreTextNeverMarkup(t *testing.T) {
	const reason = "titles are hostile text: they become text nodes, never mark-up or code"
	hold(t, reason, `\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|parseFromString|createContextualFragment)\b|document\.write|srcdoc`, scripts())
	hold(t, reason, `\beval\(|new Function\(|\bset(Timeout|Interval)\(\s*['"`+"`"+`]|javascript:`, scripts())
	hold(t, reason, `setAttribute\(\s*['"`+"`"+`]on`, scripts())
}

func TestPagesHaveNoInlineCode(t *testing.T) {
	const reason = "the CSP blocks inline code and style attributes, and so they do nothing"
	hold(t, reason, `\son[a-z]+\s*=|\sstyle\s*=|javascript:`, []string{".html"})
	hold(t, reason, `<script(?:[^>](?:[^s]|s[^r])*)?>\s*[^<\s]`, []string{".html"})
	hold(t, reason, `<style`, []string{".html"})
	hold(t, reason, `setAttribute\(\s*['"`+"`"+`]style`, scripts())
}

func TestHrefIsSetInOnePlace(t *testing.T) {
	names, err := sources([]string{"extension"}, ".js")
	require.NoError(t, err)
	found, err := grep(names, regexp.MustCompile(`\.href\s*=[^=]|setAttribute\(\s*['"`+"`"+`](xlink:)?href|\bhref:`))
	require.NoError(t, err)
	require.LessOrEqual(t, len(found), 1, report("an address becomes a link in one function, which refuses what is not "+
		"http, https or ftp", found))
}

func TestPagesHoldNoRules(t *testing.T) {
	const reason = "pages show and ask; what a bookmark is, one brain knows: the engine"
	hold(t, reason, `\b(indexedDB|IDBDatabase|openDatabase|localStorage|sessionStorage|caches\.open)\b`, scripts(), "extension/folder.js", // a handle to a folder is kept there and nowhere else
		"extension/freshlog.js") // makes an empty one and deletes it
	hold(t, "an empty database holds nothing", `\.(put|add|transaction|createObjectStore)\(`, []string{"/freshlog.js"})
	hold(t, reason, `\.(sort|toSorted)\(|localeCompare|Intl\.Collator`, scripts())
	hold(t, reason, `new URL\(|\bURL\.(parse|canParse)\b`, scripts(), "extension/importer.js", "extension/server.js", // a server's address is no bookmark
		"extension/hostname.js") // what a host is called on the network is shown, and decides nothing
}

func TestNothingGoesOverTheNetwork(t *testing.T) {
	const reason = "local first: the packaged wasm is all that is ever fetched, but for one file that calls the server a person has named"
	hold(t, reason, `\bfetch\(`, scripts(), "extension/engine.js", "extension/importer.js", "extension/server.js")
	hold(t, "who may call a server is seen at a glance: publishing and the Worker that it starts, and an import by a token",
		`from '\./server\.js'`, scripts(), "extension/publisher.js", "extension/account.js", "extension/reach.js", "extension/importer.js")
	hold(t, reason, `\b(XMLHttpRequest|WebSocket|WebTransport|EventSource|sendBeacon|RTCPeerConnection|setUninstallURL)\b`, scripts())
	hold(t, reason, `\bimport\(|importScripts\(\s*['"`+"`"+`]https?:`, scripts())
	hold(t, reason, `(src|href)\s*=\s*["']?(https?:)?//|<link[^>]*(prefetch|preconnect|dns-prefetch)`, []string{".html"})
	hold(t, reason, `url\(\s*['"]?(https?:)?//|@import`, []string{".css"})
}

func TestTheBackgroundListensAtOnce(t *testing.T) {
	hold(t, "a worker that awaits before it listens does not answer the message that woke it",
		`^(const .*= )?await\b|\bimport\(`, scripts())
}

func TestApiJsHasTheEnginesMethods(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "extension", "api.js"))
	require.NoError(t, err)
	var called []string
	for _, m := range regexp.MustCompile(`\bcall\(\s*'([A-Za-z]+)'`).FindAllStringSubmatch(string(text), -1) {
		called = append(called, m[1])
	}
	methods := api.Methods()
	slices.Sort(methods)
	slices.Sort(called)
	require.Equal(t, methods, slices.Compact(called), "extension/api.js spells each method of wasm/api once, so that no page can misspell one")
}

// powers is the part of the manifest that decides what the extension may do.
func powers(manifest map[string]any) map[string]any {
	keys := []string{
		"permissions", "optional_permissions", "host_permissions", "optional_host_permissions", "content_scripts",
		"web_accessible_resources", "externally_connectable", "content_security_policy", "incognito", "sandbox",
		"devtools_page", "chrome_settings_overrides", "chrome_url_overrides",
	}
	held := map[string]any{}
	for _, key := range keys {
		if value, ok := manifest[key]; ok {
			held[key] = value
		}
	}
	return held
}

func TestPermissionsAreThoseAgreedOn(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "manifest.json"))
	require.NoError(t, err)
	var manifest map[string]any
	require.NoError(t, json.Unmarshal(text, &manifest))
	golden, err := os.ReadFile("testdata/permissions.json")
	require.NoError(t, err)
	now, err := json.Marshal(powers(manifest))
	require.NoError(t, err)
	require.JSONEq(t, string(golden), string(now), "what the extension may do is what people trusted: change "+
		"internal/arch/testdata/permissions.json with it, and say it in CHANGELOG.md")
}

func TestInstallingWarnsOfNothing(t *testing.T) {
	text, err := os.ReadFile("testdata/permissions.json")
	require.NoError(t, err)
	var held struct {
		Permissions []string `json:"permissions"`
		Hosts       []string `json:"host_permissions"`
		Scripts     []any    `json:"content_scripts"`
		Resources   []any    `json:"web_accessible_resources"`
	}
	require.NoError(t, json.Unmarshal(text, &held))
	silent := []string{"storage", "unlimitedStorage", "activeTab", "scripting", "contextMenus", "alarms", "sidePanel", "offscreen"}
	require.Subset(t, silent, held.Permissions, "a permission that warns is asked for on a click, not at the installation")
	require.Empty(t, held.Hosts, "no page is read before a person asks")
	require.Empty(t, held.Scripts, "no page is read before a person asks")
	require.Empty(t, held.Resources, "no page can find out that Pinfold is there")
}
