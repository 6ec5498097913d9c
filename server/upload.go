package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"pinfold/core"
)

// importPath is where a form with a file is sent.
const importPath = "/you/import"

// fileMemory is how much of a file is held; the rest waits on the disk. A
// Worker has none, and takes less.
const fileMemory = 4 << 20

// defaultFile is the largest file where the options name none, in bytes.
const defaultFile = 64 << 20

func (s *Server) maxFile() int64 {
	if s.options.MaxFile > 0 {
		return s.options.MaxFile
	}
	return defaultFile
}

// readFile reads a form with a file in it, of somebody who has logged in; ok is
// false if it cannot be read. A form without one has been read already.
func readFile(r *http.Request) bool {
	if !sendsFile(r) {
		return true
	}
	return r.URL.Path == importPath && r.ParseMultipartForm(fileMemory) == nil
}

func sendsFile(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data")
}

// unreadable is what is said of a file that could not be read.
func (s *Server) unreadable() string {
	return fmt.Sprintf("This file could not be read, or is larger than %d MB. Nothing was changed. Send a smaller one, or bring it in from a command line: by “pinfold user import --keep” where the server runs, or by “pinfold send” from elsewhere, which replaces what has the same address.", s.maxFile()>>20)
}

// imported is what imported.html shows.
type imported struct {
	Title    string
	File     string
	Problem  string // "" if there is none
	Report   string
	Refused  []remark
	Warnings []remark
	More     string // what to do about remarks that are not shown; "" if all are
}

// A remark is about one entry of the file.
type remark struct{ Place, Name, Text string }

// maxRemarks bounds what the page shows of each kind.
const maxRemarks = 200

// serveImport imports the file that was sent, and says what became of it.
func (s *Server) serveImport(w http.ResponseWriter, r *http.Request, v session) error {
	if r.Method != http.MethodPost || r.MultipartForm == nil {
		http.Redirect(w, r, "/you/settings/", http.StatusSeeOther)
		return nil
	}
	defer r.MultipartForm.RemoveAll()
	file, header, err := r.FormFile("file")
	if err != nil {
		s.notImported(w, http.StatusUnprocessableEntity, imported{Problem: "There was no file. Choose one, then send it."})
		return nil
	}
	defer file.Close()
	if !s.importing.TryLock() {
		s.notImported(w, http.StatusServiceUnavailable, imported{Problem: "Another file is being imported. Wait a minute, then send yours again."})
		return nil
	}
	status, page, err := s.importFile(r.Context(), v, header.Filename, file)
	if r.Context().Err() != nil { // nobody reads the answer
		return nil
	}
	if err != nil {
		return err
	}
	s.write(w, status, "imported.html", page)
	return nil
}

// importFile imports the file, which is the turn of whoever holds importing, and
// gives the turn back: an answer may be read slowly, and keeps nobody waiting.
func (s *Server) importFile(ctx context.Context, v session, name string, file io.Reader) (status int, page imported, err error) {
	defer s.importing.Unlock()
	report, list, err := s.gather(ctx, name, file)
	name = core.CleanTitle(name)
	if e, ok := errors.AsType[*core.Error](err); ok {
		return http.StatusUnprocessableEntity, imported{Title: notImportedTitle, File: name, Problem: e.Message}, nil
	}
	if err != nil {
		return 0, imported{}, err
	}
	written, err := s.Import(ctx, v.user.name, list, true)
	if err != nil {
		s.tell(err)
		return http.StatusInternalServerError, imported{Title: "Imported in part", File: name,
			Problem: plural(int(written), "bookmark was", "bookmarks were") + " saved, then the server failed. Send the file again: what is there stays. If it stops at the same place, send a smaller one, or bring it in by “pinfold send”."}, nil
	}
	return http.StatusOK, described(name, report, int(written)), nil
}

const notImportedTitle = "Nothing was imported"

func (s *Server) notImported(w http.ResponseWriter, status int, page imported) {
	page.Title = notImportedTitle
	s.write(w, status, "imported.html", page)
}

// described tells what became of a file's entries.
func described(file string, r *core.Report, written int) imported {
	made := imported{Title: "Imported", File: file}
	if written == 0 {
		made.Title = "Nothing new was imported"
	}
	said := []string{"The file holds " + plural(r.Entries, "entry", "entries") + " with " + plural(r.Tags, "tag", "tags") + ".",
		plural(written, "bookmark was saved.", "bookmarks were saved.")}
	if had := r.Stored - written; had > 0 {
		said = append(said, plural(had, "was here already and stays as it is.", "were here already and stay as they are."))
	}
	if r.Merged > 0 {
		said = append(said, plural(r.Merged, "entry has", "entries have")+" the address of an earlier one in the file, and went into that.")
	}
	if r.Stored == 0 {
		said = append(said, "Choose the file that the browser or the service has exported, and send that.")
	}
	made.Report = strings.Join(said, " ")
	for _, x := range r.Skipped[:min(maxRemarks, len(r.Skipped))] {
		made.Refused = append(made.Refused, remark{entryAt(x.Entry, x.Line), nameOf(x.Title, x.URL), x.Reason})
	}
	for _, x := range r.Warnings[:min(maxRemarks, len(r.Warnings))] {
		made.Warnings = append(made.Warnings, remark{Place: entryAt(x.Entry, x.Line), Text: x.Text})
	}
	if left := len(r.Skipped) - len(made.Refused) + len(r.Warnings) - len(made.Warnings); left > 0 {
		made.More = plural(left, "more remark is", "more remarks are") + " not shown. Mend what is named above, then send the file again."
	}
	return made
}

func entryAt(entry, line int) string {
	if line == 0 {
		return fmt.Sprintf("entry %d", entry)
	}
	return fmt.Sprintf("entry %d, line %d", entry, line)
}

func nameOf(title, url string) string {
	if title == "" {
		return url
	}
	return title
}
