'use strict';
const assert = require('node:assert/strict');
const Module = require('node:module');

const load = Module._load;
Module._load = (name, ...rest) => (name === 'node-fetch' ? { default: fetch } : load(name, ...rest));

const [, , home, token] = process.argv;
require('./dist/get').API_URL = `${home}/v1`;
const Pinboard = require('./dist/index').default;

async function main() {
  const p = new Pinboard(token);
  const url = 'https://example.com/?a=b&c=d';
  const title = 'Ünïcode & “quotes”';
  assert.deepEqual(await p.add({ url, description: title, extended: 'a\nb', tags: 'c++ js', dt: '2016-11-20T12:00:00Z', toread: 'yes' }), { result_code: 'done' });
  assert.deepEqual(await p.add({ url, description: 'x', replace: 'no' }), { result_code: 'item already exists' });
  assert.match((await p.update()).update_time, /^20.*Z$/);
  const [post] = await p.all({ tag: 'c++' });
  assert.deepEqual([post.href, post.description, post.extended, post.tags, post.time, post.shared, post.toread],
    [url, title, 'a\nb', 'c++ js', '2016-11-20T12:00:00Z', 'yes', 'yes']);
  assert.deepEqual((await p.get({ dt: '2016-11-20' })).posts, [post]);
  assert.deepEqual((await p.get({ url })).posts, [post]);
  assert.deepEqual((await p.recent({ count: 1 })).posts, [post]);
  assert.deepEqual((await p.dates()).dates, { '2016-11-20': 1 });
  assert.deepEqual(await p.suggest(url), [{ popular: ['c++', 'js'] }, { recommended: ['c++', 'js'] }]);
  assert.deepEqual(await p.getTags(), { 'c++': '1', js: '1' });
  assert.deepEqual(await p.renameTag({ old: 'js', new: 'javascript' }), { result: 'done' });
  assert.deepEqual(await p.delTag('c++'), { result: 'done' });
  assert.deepEqual(await p.getTags(), { javascript: '1' });
  assert.equal((await p.userSecret()).result.length, 20);
  assert.equal((await p.api_token()).result, token.split(':')[1]);
  const { count, notes } = await p.listNotes();
  assert.equal(count, 1);
  assert.equal((await p.getNote(notes[0].id)).text, 'its text');
  await new Promise((done, fail) => p.delete(url, (err, json) => (err ? fail(err) : done(assert.deepEqual(json, { result_code: 'done' })))));
  assert.deepEqual(await p.all(), []);
  console.log('all calls answered as expected');
}

main().catch((err) => { console.error(err); process.exit(1); });
