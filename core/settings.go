package core

import "context"

// settingPrivate is the key of the default for private: "no" makes new
// bookmarks public.
const settingPrivate = "private"

// defaultPrivate says whether a new bookmark is private when nobody said.
func (m *manifest) defaultPrivate() bool { return m.settings[settingPrivate] != "no" }

// Settings returns the person's settings, which belong to the library.
func (l *Library) Settings(ctx context.Context) (map[string]string, error) {
	var out map[string]string
	err := l.read(ctx, func(st *state) error {
		out = st.manifest.clone().settings
		return nil
	})
	return out, err
}

// Limits of a setting's key and value, in bytes.
const (
	maxSettingKey   = 64
	maxSettingValue = 4096
	maxSettings     = 256
)

// Set changes settings; an empty value removes one.
func (l *Library) Set(ctx context.Context, set map[string]string) error {
	for k, v := range set {
		if k == "" || len(k) > maxSettingKey || len(v) > maxSettingValue {
			return errorOf(Invalid, "This setting is too long to keep. Shorten it, then try again.", nil)
		}
	}
	l.writing.Lock()
	defer l.writing.Unlock()
	err := l.editManifest(ctx, func(_ *state, m *manifest) error {
		for k, v := range set {
			m.settings[k] = v
			if v == "" {
				delete(m.settings, k)
			}
		}
		if len(m.settings) > maxSettings {
			return errorOf(Invalid, "There are too many settings to keep another one. Remove a saved search, then try again.", nil)
		}
		return nil
	})
	if err != nil && l.holds(ctx, set) {
		return nil // the answer was lost, not the settings
	}
	return err
}

// holds says that the store turns out to have the settings.
func (l *Library) holds(ctx context.Context, set map[string]string) bool {
	st, err := l.reload(context.WithoutCancel(ctx))
	if err != nil {
		return false
	}
	for k, v := range set {
		if st.manifest.settings[k] != v {
			return false
		}
	}
	return true
}
