package server

import (
	"net/http"
	"strings"
)

// importPath is where a form with a file is sent.
const importPath = "/you/import"

// fileMemory is how much of a file is held; the rest waits on the disk.
const fileMemory = 1 << 20

// readFile reads a form with a file in it, of somebody who has logged in; ok is
// false if it cannot be read. A form without one has been read already.
func readFile(r *http.Request) bool {
	if r.Method != http.MethodPost || !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return true
	}
	return r.URL.Path == importPath && r.ParseMultipartForm(fileMemory) == nil
}

// serveImport imports the file that was sent, and says what became of it.
func (s *Server) serveImport(w http.ResponseWriter, r *http.Request, v session) error {
	if r.Method != http.MethodPost || s.options.Import == nil || r.MultipartForm == nil {
		http.Redirect(w, r, "/you/settings/", http.StatusSeeOther)
		return nil
	}
	defer r.MultipartForm.RemoveAll()
	made := map[string]string{"Title": "Imported"}
	file, header, err := r.FormFile("file")
	if err != nil {
		made["Title"], made["Report"] = "Nothing was imported", "There was no file. Choose one, then send it."
		s.write(w, http.StatusUnprocessableEntity, "imported.html", made)
		return nil
	}
	defer file.Close()
	report, err := s.options.Import(r.Context(), s, v.user.name, header.Filename, file)
	if err != nil {
		made["Title"], made["Report"] = "Nothing was imported", err.Error()
		s.write(w, http.StatusUnprocessableEntity, "imported.html", made)
		return nil
	}
	made["Report"] = report
	s.write(w, http.StatusOK, "imported.html", made)
	return nil
}
