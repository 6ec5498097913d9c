/*
 * Runs before the page's body is parsed: the background starts the engine and
 * opens the library while the page's own modules load, so that the first
 * question waits for less. Nothing depends on it.
 */
{
  const { runtime } = globalThis.browser ?? globalThis.chrome;
  runtime.connect({ name: 'wake' }).onDisconnect.addListener(() => void runtime.lastError);
}
