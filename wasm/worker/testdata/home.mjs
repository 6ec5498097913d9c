// Runs the Worker that lies in a folder as Cloudflare would, in workerd, and
// prints its address. It ends with its standard input.
import { Miniflare } from 'miniflare';

const [, , folder, setup, database] = process.argv;
const miniflare = new Miniflare({
  rootPath: folder,
  modulesRoot: folder,
  scriptPath: 'worker.mjs',
  modules: true,
  modulesRules: [
    { type: 'ESModule', include: ['**/*.mjs', '**/*.js'] },
    { type: 'CompiledWasm', include: ['**/*.wasm'] },
  ],
  compatibilityDate: '2026-03-01',
  d1Databases: { [database]: 'pinfold' },
  bindings: { SETUP: setup },
  cf: false, // else it asks the internet for it
  host: '127.0.0.1',
  port: 0,
});
console.log((await miniflare.ready).origin);
process.stdin.resume().on('end', async () => {
  await miniflare.dispose();
  process.exit(0);
});
