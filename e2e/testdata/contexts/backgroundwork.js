// The background, which also works itself, as its menus and keys do.
import './background.js';
import { call } from './host.js';
import { takeMade, work } from './work.js';

Object.assign(globalThis, { takeMade, work: (outside) => void work(outside, call) });
