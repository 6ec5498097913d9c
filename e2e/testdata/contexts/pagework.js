// A page of ours that works through its port, or through an engine of its own.
import { call, importFile } from './client.js';
import * as host from './host.js';
import { takeMade, work } from './work.js';

Object.assign(globalThis, {
  takeMade,
  work: (outside, own) => void work(outside, own ? host.call : call, importFile),
});
