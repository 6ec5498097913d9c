/* Loaded before the C library of a browser (LD_PRELOAD), this keeps, for every
 * file below POWERCUT_ROOT, what it held when it was last flushed: a copy in
 * POWERCUT_SHADOW, named by the file's number and its time of birth, so that a
 * rename keeps it and a new file never inherits one; what is unlinked loses it.
 * It must never change what the program sees. The flush itself is left out: nothing but a real power cut
 * could tell, and the copy is what stands for it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

/* is_watched tells whether a descriptor is of a file below the root. */
static int is_watched(int fd) {
	const char *root = getenv("POWERCUT_ROOT");
	char link[64], path[4096];
	if (!root) return 0;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, path, sizeof path - 1);
	if (n <= 0) return 0;
	path[n] = 0;
	size_t length = strlen(root);
	return strncmp(path, root, length) == 0 && path[length] == '/';
}

/* copy_bytes reads by offset, so that the program's place in the file stays. */
static int copy_bytes(int from, int to) {
	static char buffer[1 << 20]; /* guarded by one_at_a_time */
	off_t at = 0;
	for (;;) {
		ssize_t n = pread(from, buffer, sizeof buffer, at);
		if (n == 0) return 0;
		if (n < 0) return -1;
		if (pwrite(to, buffer, n, at) != n) return -1;
		at += n;
	}
}

/* open_again is a descriptor that can be read, which the program's need not. */
static int open_again(int fd) {
	char link[64];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	return open(link, O_RDONLY | O_CLOEXEC);
}

/* copy_name is where the copy of a file is. */
static void copy_name(char *name, size_t size, const char *shadow, const struct statx *s) {
	snprintf(name, size, "%s/%llu-%lld.%09u", shadow, (unsigned long long)s->stx_ino,
		(long long)s->stx_btime.tv_sec, s->stx_btime.tv_nsec);
}

static int keep(int fd) {
	const char *shadow = getenv("POWERCUT_SHADOW");
	struct statx s;
	if (!shadow || statx(fd, "", AT_EMPTY_PATH, STATX_INO | STATX_BTIME | STATX_TYPE, &s) != 0) return -1;
	if (!S_ISREG(s.stx_mode)) return 0;
	char name[4200], next[4300];
	copy_name(name, sizeof name, shadow, &s);
	snprintf(next, sizeof next, "%s.%d", name, (int)gettid());
	int from = open_again(fd), to = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int failed = from < 0 || to < 0 || copy_bytes(from, to) != 0 || rename(next, name) != 0;
	if (from >= 0) close(from);
	if (to >= 0) close(to);
	return failed ? -1 : 0;
}

/* flush answers as the C library does. A copy that failed is a flush that
 * failed: else the cut would forget what was promised. */
static int flush(int fd) {
	if (fcntl(fd, F_GETFD) < 0) return -1;
	if (!is_watched(fd)) return 0;
	pthread_mutex_lock(&one_at_a_time);
	int failed = keep(fd);
	pthread_mutex_unlock(&one_at_a_time);
	if (!failed) return 0;
	errno = EIO;
	return -1;
}

int fsync(int fd) { return flush(fd); }
int fdatasync(int fd) { return flush(fd); }

/* forget removes the copy of a file that is about to lose its last name: its
 * number may be given again within the time that a birth is told by. */
static void forget(int dir, const char *path) {
	const char *shadow = getenv("POWERCUT_SHADOW");
	struct statx s;
	if (!shadow || statx(dir, path, AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME | STATX_TYPE | STATX_NLINK, &s) != 0) return;
	if (!S_ISREG(s.stx_mode) || s.stx_nlink != 1) return;
	char name[4200];
	copy_name(name, sizeof name, shadow, &s);
	syscall(SYS_unlinkat, AT_FDCWD, name, 0);
}

int unlinkat(int dir, const char *path, int flags) {
	int before = errno;
	if (!(flags & AT_REMOVEDIR)) forget(dir, path);
	errno = before;
	return (int)syscall(SYS_unlinkat, dir, path, flags);
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
