//go:build !js

package main_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/internal/dist"
	"pinfold/server/servertest"
)

const (
	root  = "../.."
	setup = "the secret of whoever makes accounts"
)

// installed returns a folder in which Cloudflare's runtime is installed. It is
// kept in build/, and made again when another version is asked for.
func installed(t testing.TB) string {
	dir := filepath.Join(root, "build", "worker-home")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	fresh := true
	for _, name := range []string{"package.json", "package-lock.json", "home.mjs"} {
		want, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(t, err)
		have, _ := os.ReadFile(filepath.Join(dir, name))
		fresh = fresh && (bytes.Equal(want, have) || name == "home.mjs")
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), want, 0o644))
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json")); err != nil || !fresh {
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
		defer stop()
		npm := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund")
		npm.Dir = dir
		text, err := npm.CombinedOutput()
		require.NoError(t, err, string(text))
	}
	return dir
}

// start runs the Worker in workerd, its database bound under a name, and
// returns its address.
func start(t testing.TB, folder, database string) string {
	cmd := exec.Command("node", "home.mjs", folder, setup, database)
	cmd.Dir = installed(t)
	var said bytes.Buffer
	cmd.Stderr = &said
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		in.Close() // it ends by itself then, and workerd with it
		_, _ = io.Copy(io.Discard, out)
		require.NoError(t, cmd.Wait(), said.String())
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err, said.String())
	return strings.TrimSpace(line)
}

// account makes an account as whoever set the Worker up does.
func account(t testing.TB, home, secret, name string) (int, string) {
	t.Helper()
	r, err := http.NewRequest("POST", home+"/setup", strings.NewReader(url.Values{"name": {name}}.Encode()))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "Bearer "+secret)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, strings.TrimSpace(string(text))
}

func TestTheWorkerDoesWhatEveryHomeMust(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, dist.Worker(t.Context(), root, folder))
	home := start(t, folder, "DB")
	servertest.Run(t, servertest.Home{URL: home, Token: func(t *testing.T, name string) string {
		status, pair := account(t, home, setup, name)
		require.Equal(t, http.StatusOK, status, pair)
		return pair
	}})
	t.Run("OnlyTheSetupSecretMakesAccounts", func(t *testing.T) {
		for _, secret := range []string{"", "wrong", setup + "x"} {
			status, _ := account(t, home, secret, "eve")
			require.Equal(t, http.StatusNotFound, status)
		}
		_, first := account(t, home, setup, "twice")
		_, second := account(t, home, setup, "twice")
		require.NotEqual(t, first, second, "the token is another one")
		guess, right := false, false // refused; a guess is forgiven each ten seconds, so one call may be heard and the next not
		for n := 0; n < 100 && !(guess && right); n++ {
			status, _ := account(t, home, "wrong", "eve")
			guess = guess || status == http.StatusTooManyRequests
			status, _ = account(t, home, setup, "eve")
			right = right || status == http.StatusTooManyRequests
		}
		require.True(t, guess, "it is not guessed at leisure")
		require.True(t, right, "nor does who knows it get through meanwhile")
	})
	t.Run("WithoutADatabaseItSaysSo", func(t *testing.T) {
		answer, err := http.Get(start(t, folder, "ELSEWHERE") + "/recent/")
		require.NoError(t, err)
		text, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, http.StatusInternalServerError, answer.StatusCode)
		require.Contains(t, string(text), "Its log says why")
	})
	t.Run("InstancesFollowOneAnotherWithoutALoss", func(t *testing.T) { many(t, home) })
}

// many asks more often than an instance lives, several at once.
func many(t *testing.T, home string) {
	const people, calls = 4, 550
	failed := make(chan string, people)
	for range people {
		go func() {
			for range calls {
				answer, err := http.Get(home + "/icon.png")
				if err != nil {
					failed <- err.Error()
					return
				}
				_, err = io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
				if err != nil || answer.StatusCode != http.StatusOK {
					failed <- fmt.Sprint(answer.Status, err)
					return
				}
			}
			failed <- ""
		}()
	}
	for range people {
		require.Empty(t, <-failed)
	}
}

// withDatabase builds a Worker whose database is what a function in JavaScript
// makes of it.
func withDatabase(t *testing.T, makes string) (folder string) {
	folder = t.TempDir()
	require.NoError(t, dist.Worker(t.Context(), root, folder))
	require.NoError(t, os.Rename(filepath.Join(folder, "worker.mjs"), filepath.Join(folder, "real.mjs")))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "worker.mjs"), []byte(`import worker from './real.mjs';
const makes = `+makes+`;
export default { fetch: (request, env, ctx) => worker.fetch(request, { ...env, DB: makes(env.DB) }, ctx) };
`), 0o644))
	return folder
}

// TestAnAnswerThatBreaksOffIsNotTakenForWhole has the database refuse every page
// of a list but the first, as D1 does when it has been asked too often.
func TestAnAnswerThatBreaksOffIsNotTakenForWhole(t *testing.T) {
	home := start(t, withDatabase(t, `(db) => ({
  batch: (list) => db.batch(list),
  prepare(sql) {
    const statement = db.prepare(sql);
    const bind = statement.bind.bind(statement);
    statement.bind = (...values) => {
      const bound = bind(...values);
      if (sql.includes('(b.created, b.id) <')) bound.raw = async () => { throw new Error('too many queries'); };
      return bound;
    };
    return statement;
  },
})`), "DB")
	_, token := account(t, home, setup, "jm")
	var posts []string
	for n := range 30 { // more than the first page has, and than what is held back before the answer begins
		posts = append(posts, fmt.Sprintf(`{"href":"https://example.com/%d","description":"x","extended":%q}`, n, strings.Repeat("y", 5000)))
	}
	r, err := http.NewRequest("POST", home+"/v1/posts/batch", strings.NewReader(`{"add":[`+strings.Join(posts, ",")+`]}`))
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusOK, answer.StatusCode)
	answer, err = http.Get(home + "/v1/posts/all?auth_token=" + token)
	if err == nil {
		_, err = io.ReadAll(answer.Body)
		answer.Body.Close()
	}
	require.Error(t, err, "it must not end as if it were whole")
}
