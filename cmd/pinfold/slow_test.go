package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The bounds are those of the program, each made a hundred times shorter.
func TestAClientThatDawdlesIsCutOffAndKeepsNobodyWaiting(t *testing.T) {
	data := t.TempDir()
	ok(t, "user", "add", "ann", "--data", data)
	handler, store, err := openServer(t.Context(), data, io.Discard)
	require.NoError(t, err)
	defer store.Close()
	web := httptest.NewUnstartedServer(handler)
	web.Config = bounded(handler)
	for _, bound := range []*time.Duration{&web.Config.ReadHeaderTimeout, &web.Config.ReadTimeout, &web.Config.WriteTimeout, &web.Config.IdleTimeout} {
		require.NotZero(t, *bound)
		*bound /= 100
	}
	web.Start()
	defer web.Close()
	var slow []net.Conn
	for _, begun := range []string{"", "GET / HT", "GET /recent/ HTTP/1.1\r\nHost: x\r\nX-Slow: ",
		"POST /login/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nname=a"} {
		for range 20 {
			c, err := net.Dial("tcp", web.Listener.Addr().String())
			require.NoError(t, err)
			defer c.Close()
			_, err = io.WriteString(c, begun)
			require.NoError(t, err)
			slow = append(slow, c)
		}
	}
	answer, err := http.Get(web.URL + "/recent/")
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusOK, answer.StatusCode)
	for _, c := range slow {
		require.NoError(t, c.SetReadDeadline(time.Now().Add(10*time.Second)))
		text, err := io.ReadAll(c)
		require.NotErrorIs(t, err, os.ErrDeadlineExceeded, "still open")
		require.NotContains(t, string(text), "200 OK")
	}
}
