// A page of the extension as the tests need one: what our pages import, within
// reach of a driver.
import * as api from './api.js';
import { browser } from './browser.js';
import { call, importFile, onChanged } from './client.js';
import * as hints from './hints.js';
import * as host from './host.js';

const changes = [];
onChanged(({ generation }) => changes.push(generation));
Object.assign(globalThis, { wire: { api, browser, call, changes, hints, host, importFile } });
