package server

import (
	"errors"
	"net/http"
	"slices"
	"strings"
)

// only lets requests of these methods through, and tells others which there are.
func only(w http.ResponseWriter, r *http.Request, methods ...string) bool {
	if slices.Contains(methods, r.Method) {
		return true
	}
	w.Header().Set("Allow", strings.Join(methods, ", "))
	http.Error(w, "Nothing here takes "+r.Method+". Use "+strings.Join(methods, " or ")+".", http.StatusMethodNotAllowed)
	return false
}

// readForm reads the form of a request, or says why it cannot.
func readForm(w http.ResponseWriter, r *http.Request) bool {
	err := r.ParseForm()
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		http.Error(w, "The request is too large. Send less.", http.StatusRequestEntityTooLarge)
	case err != nil:
		http.Error(w, "The request cannot be read. Check how its parameters are encoded.", http.StatusBadRequest)
	}
	return err == nil
}
