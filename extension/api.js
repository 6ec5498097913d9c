/** The methods of the engine, one function each, so that no page spells one wrong. */
import { call, checkLibrary, repairLibrary } from './client.js';

const op = () => crypto.randomUUID();

export const save = (bookmark, touched, quote = '', as = op()) => call('save', { bookmark, touched, quote, op: as });
export const get = (id) => call('get', { id });
/** Those of the bookmarks with these ids that exist, in that order. */
export const chosen = (ids) => call('chosen', { ids }).then((answer) => answer.bookmarks);
export const byUrl = (url, options) => call('byUrl', { url }, options);
export const update = (selection, change) => call('update', { ...selection, change, op: op() });
export const remove = (selection) => call('delete', { ...selection, op: op() });
export const restore = (selection) => call('restore', { ...selection, op: op() });
/** Deletes for ever what a query finds that was in the trash by then, in ms. */
export const purge = (query, until) => call('purge', { query, until, op: op() });
export const undo = (change) => call('undo', { change, op: op() });
export const history = (params) => call('history', params);
export const differences = (change) => call('differences', { change }).then((answer) => answer.differences);
export const search = (params, options) => call('search', params, options);
export const parse = (query) => call('parse', { query });
export const narrow = (query, press) => call('narrow', { query, ...press }).then((answer) => answer.query);
export const complete = (params, options) => call('complete', params, options);
export const suggest = (page, options) => call('suggest', page, options);
export const near = (tag) => call('near', { tag });
export const tags = (params) => call('tags', params);
export const renameTag = (from, to) => call('renameTag', { from, to, op: op() });
export const deleteTag = (tag) => call('deleteTag', { tag, op: op() });
export const stats = () => call('stats');
export const check = (options) => checkLibrary(options);
export const repair = (options) => repairLibrary(options);
export const settings = (set) => call('settings', set ? { set } : {});
/** Why a query finds a bookmark, word by word. */
export const explain = (params) => call('explain', params);
export const hints = () => call('hints');
export const marks = () => call('marks');
export const generation = () => call('generation');
export const tidy = () => call('tidy');
